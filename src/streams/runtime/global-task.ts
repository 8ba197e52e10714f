/** The global tables of an application: all records of their topics, taken as they come, before anything that reads them. */
import { KafkaError } from '#kernel';
import type { PlanSource } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { StateStore } from '../stores/state-store.ts';
import { Counted } from '../metrics/counted.ts';
import { measureStore } from '../metrics/measure-store.ts';
import type { MeasuredStore } from '../metrics/measured-store.ts';
import type { MeasureStores } from '../metrics/recording-level.ts';
import { ErrorJudge } from './error-judge.ts';
import type { Node } from './node.ts';
import type { NodeContext } from './node-context.ts';
import { RecordContext } from './record-context.ts';
import { RecordView } from './record-view.ts';
import type { RawRecord } from './stream-task.ts';

/** Kafka's, which is no task's of the group. */
export const GLOBAL_TASK_ID = '-1_-1';

export interface GlobalTaskOptions {
  /** Milliseconds since 1970. */
  wallClock(this: void): number;
  /** Told of records that were left out, with the node or the store that could not take them. */
  onDropped(this: void, reason: string, at: string): void;
  /** Null at INFO. */
  readonly measureStores: MeasureStores | null;
}

export class GlobalTask {
  /** Records that were left out. */
  readonly dropped: Counted = new Counted();
  readonly #plan: TopologyPlan;
  readonly #options: GlobalTaskOptions;
  readonly #record = new RecordContext();
  readonly #stores = new Map<string, StateStore>();
  readonly #judge: ErrorJudge;
  /** As far as they are measured. */
  readonly measuredStores: MeasuredStore[] = [];
  readonly #closers: (() => void)[] = [];
  readonly #byTopic = new Map<string, { readonly source: PlanSource; readonly node: Node }>();

  constructor(plan: TopologyPlan, options: GlobalTaskOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#judge = new ErrorJudge({
      handlers: plan,
      taskId: GLOBAL_TASK_ID,
      sink: null,
      onDropped: (reason, at) => this.#drop(reason, at),
    });
    for (const [name, { store, source, processor }] of plan.globalStores) {
      const opened = store.create();
      opened.open({
        taskId: GLOBAL_TASK_ID,
        changelog: null,
        directory: null,
        timestamp: () => this.#record.timestamp,
        headers: () => this.#record.headers,
        drop: (reason) => this.#drop(reason, name),
      });
      this.#stores.set(name, opened);
      this.#measure(opened);
      const node = processor.create();
      node.name = processor.name;
      node.init(this.#nodeContext(node.name));
      for (const topic of source.topics) this.#byTopic.set(plan.topicName(topic), { source, node });
    }
  }

  get stores(): ReadonlyMap<string, StateStore> {
    return this.#stores;
  }

  /** That its tables are made of. */
  get topics(): string[] {
    return [...this.#byTopic.keys()];
  }

  /** False where no global table is made of the topic. */
  update(raw: RawRecord): boolean {
    const target = this.#byTopic.get(raw.topic);
    if (target === undefined) return false;
    const { source, node } = target;
    this.#record.begin(raw, raw.timestamp);
    const record = this.#read(source, raw);
    if (record === null) return true;
    try {
      node.process(record.key, record.value, raw.timestamp);
    } catch (error) {
      this.#judge.judge(node, error, this.#record);
    }
    return true;
  }

  /** Null where it cannot be read, and is left out. */
  #read(source: PlanSource, { topic, key, value }: RawRecord): { key: unknown; value: unknown } | null {
    try {
      return {
        key: key === null ? null : source.keySerde.deserialize(topic, key),
        value: value === null ? null : source.valueSerde.deserialize(topic, value),
      };
    } catch (error) {
      this.#judge.judge({ name: source.name, errorKind: 'deserialization' }, error, this.#record);
      return null;
    }
  }

  /** It has all that its topics held. */
  restored(): void {
    for (const measured of this.measuredStores) measured.restored();
  }

  /** To be called now and then, with the wall clock. */
  turnMetrics(nowMs: number): void {
    this.dropped.turn(nowMs);
    for (const measured of this.measuredStores) measured.turn(nowMs);
  }

  #measure(store: StateStore): void {
    const { measureStores: how, wallClock } = this.#options;
    const measured = measureStore(store, how, { wallClock, recordTimestamp: () => this.#record.timestamp });
    if (measured !== null) this.measuredStores.push(measured);
  }

  #drop(reason: string, at: string): void {
    this.dropped.total++;
    this.#options.onDropped(reason, at);
  }

  close(): void {
    for (const { node } of this.#byTopic.values()) node.close();
    for (const close of this.#closers) close();
    for (const store of this.#stores.values()) store.close();
  }

  #nodeContext(node: string): NodeContext {
    const { applicationId } = this.#plan;
    return {
      taskId: GLOBAL_TASK_ID,
      applicationId,
      record: this.#record,
      view: new RecordView(this.#record),
      emitIntervalMs: 0,
      streamTime: () => -1,
      wallClock: this.#options.wallClock,
      store: (name): StateStore => {
        const store = this.#stores.get(name);
        if (store === undefined) throw new KafkaError('UNKNOWN_STORE', `There is no global store ${name}`);
        return store;
      },
      onClose: (close) => void this.#closers.push(close),
      asyncWork: { register: () => undefined, wake: () => undefined },
      schedule: () => {
        throw new KafkaError(
          'INVALID_TOPOLOGY',
          `${node} fills a global store, and has no timers: it belongs to no task`,
        );
      },
      requestCommit: () => undefined,
      failed: (failed, error) => this.#judge.judge(failed, error, this.#record),
      drop: (reason) => this.#drop(reason, node),
      remembered: () => undefined,
      remember: () => undefined,
    };
  }
}
