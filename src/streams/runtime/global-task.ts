/** The global tables of an application: all records of their topics, taken as they come, before anything that reads them. */
import { KafkaError } from '#kernel';
import type { PlanSource } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { StateStore } from '../stores/state-store.ts';
import type { Node } from './node.ts';
import type { NodeContext } from './node-context.ts';
import { RecordContext } from './record-context.ts';
import { RecordView } from './record-view.ts';
import type { RawRecord } from './stream-task.ts';

const TASK_ID = 'global';

export class GlobalTask {
  readonly #plan: TopologyPlan;
  readonly #record = new RecordContext();
  readonly #stores = new Map<string, StateStore>();
  readonly #byTopic = new Map<string, { readonly source: PlanSource; readonly node: Node }>();

  constructor(plan: TopologyPlan, wallClock: () => number) {
    this.#plan = plan;
    for (const [name, { store, source, processor }] of plan.globalStores) {
      const opened = store.create();
      opened.open({
        taskId: TASK_ID,
        changelog: null,
        directory: null,
        timestamp: () => this.#record.timestamp,
        headers: () => this.#record.headers,
        drop: () => undefined,
      });
      this.#stores.set(name, opened);
      const node = processor.create();
      node.name = processor.name;
      node.init(this.#nodeContext(wallClock));
      for (const topic of source.topics) this.#byTopic.set(plan.topicName(topic), { source, node });
    }
  }

  get stores(): ReadonlyMap<string, StateStore> {
    return this.#stores;
  }

  /** False where no global table is made of the topic. */
  update(raw: RawRecord): boolean {
    const target = this.#byTopic.get(raw.topic);
    if (target === undefined) return false;
    const { source, node } = target;
    const key = raw.key === null ? null : source.keySerde.deserialize(raw.topic, raw.key);
    const value = raw.value === null ? null : source.valueSerde.deserialize(raw.topic, raw.value);
    this.#record.restore(raw);
    node.process(key, value, raw.timestamp);
    return true;
  }

  close(): void {
    for (const { node } of this.#byTopic.values()) node.close();
    for (const store of this.#stores.values()) store.close();
  }

  #nodeContext(wallClock: () => number): NodeContext {
    const { applicationId } = this.#plan;
    return {
      taskId: TASK_ID,
      applicationId,
      record: this.#record,
      view: new RecordView(this.#record),
      emitIntervalMs: 0,
      streamTime: () => -1,
      wallClock,
      store: (name): StateStore => {
        const store = this.#stores.get(name);
        if (store === undefined) throw new KafkaError('UNKNOWN_STORE', `There is no global store ${name}`);
        return store;
      },
      schedule: () => ({ cancel: () => undefined }),
      drop: () => undefined,
      remembered: () => undefined,
      remember: () => undefined,
    };
  }
}
