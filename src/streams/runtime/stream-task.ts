/**
 * One task: the nodes and stores of a sub-topology for one partition, and the records that wait for it. Of all partitions
 * that have a record the one with the smallest timestamp is next; each record runs through to the sinks before the next
 * one is taken. The task knows no broker: records come in by `add`, and go out through a `RecordSink`.
 */
import { KafkaError } from '#kernel';
import type { PlanSource } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { Changelog, StateStore, StoreContext } from '../stores/state-store.ts';
import type { Node } from './node.ts';
import type { NodeContext, Punctuation, PunctuationType } from './node-context.ts';
import { PunctuationSchedule } from './punctuation-schedule.ts';
import { RecordContext, type RecordHeader } from './record-context.ts';
import { RecordQueue } from './record-queue.ts';
import { RecordView } from './record-view.ts';
import { SinkNode } from './sink-node.ts';
import { SourceNode } from './source-node.ts';

/** A record in bytes, as topics have them. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

/** A record on its way out; the partition is for the producer to choose where it is null. */
export interface OutgoingRecord extends Omit<RawRecord, 'partition' | 'offset'> {
  readonly partition: number | null;
}

/** Where tasks put what they produce. */
export interface RecordSink {
  send(record: OutgoingRecord): void;
}

export interface StreamTaskOptions {
  readonly plan: TopologyPlan;
  /** Names of the nodes that belong to the task. */
  readonly nodes: readonly string[];
  readonly taskId: string;
  readonly partition: number;
  readonly sink: RecordSink;
  /** Of the application's global tables, by name; open already. */
  readonly globalStores: ReadonlyMap<string, StateStore>;
  /** Milliseconds since 1970. */
  wallClock(): number;
  readonly emitIntervalMs: number;
  /** `at`: the node or the store that could not take it. */
  onDropped?(reason: string, at: string): void;
}

export class StreamTask {
  readonly #options: StreamTaskOptions;
  readonly #record = new RecordContext();
  readonly #view = new RecordView(this.#record);
  readonly #nodes = new Map<string, Node>();
  readonly #stores = new Map<string, StateStore>();
  readonly #queues = new Map<string, RecordQueue>();
  readonly #schedule = new PunctuationSchedule();
  #streamTime = -1;

  constructor(options: StreamTaskOptions) {
    this.#options = options;
    this.#openStores();
    this.#openNodes();
  }

  /** The topics that it reads, by their names at the broker. */
  get topics(): Iterable<string> {
    return this.#queues.keys();
  }

  get streamTime(): number {
    return this.#streamTime;
  }

  store(name: string): StateStore | undefined {
    return this.#stores.get(name);
  }

  add(record: RawRecord): void {
    const queue = this.#queues.get(record.topic);
    if (queue === undefined)
      throw new KafkaError('UNKNOWN_TOPIC', `Task ${this.#options.taskId} does not read ${record.topic}`);
    queue.add(record);
  }

  get hasRecords(): boolean {
    for (const queue of this.#queues.values()) if (queue.size > 0) return true;
    return false;
  }

  /** Runs the next record through the nodes; false where there is none. */
  process(): boolean {
    const queue = this.#nextQueue();
    if (queue === null) return false;
    const { raw, key, value, timestamp } = queue.take();
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    this.#record.restore({ ...raw, timestamp });
    queue.source.process(key, value, timestamp);
    return true;
  }

  punctuateStreamTime(): void {
    this.#punctuate('stream-time', this.#streamTime);
  }

  punctuateWallClock(): void {
    this.#punctuate('wall-clock', this.#options.wallClock());
  }

  /** Whatever stores and nodes hold back goes out. */
  flush(): void {
    for (const store of this.#stores.values()) store.flush();
  }

  close(): void {
    for (const node of this.#nodes.values()) node.close();
    for (const store of this.#stores.values()) store.close();
  }

  #nextQueue(): RecordQueue | null {
    let next: RecordQueue | null = null;
    for (const queue of this.#queues.values()) {
      if (queue.size > 0 && (next === null || queue.headTimestamp < next.headTimestamp)) next = queue;
    }
    return next;
  }

  #punctuate(type: PunctuationType, now: number): void {
    this.#schedule.run(type, now, (punctuate) => {
      this.#record.restore({ topic: null, partition: -1, offset: -1, timestamp: now, headers: [] });
      punctuate(now);
    });
  }

  #openStores(): void {
    const { plan, nodes, sink, partition } = this.#options;
    for (const name of new Set(nodes.flatMap((node) => [...(plan.storesOf.get(node) ?? [])]))) {
      const planned = plan.stores.get(name);
      if (planned === undefined) continue;
      const store = planned.create();
      const topic = planned.changelog?.sourceTopic === null ? plan.changelogTopic(planned) : null;
      store.open(this.#storeContext(name, topic === null ? null : changelogTo(sink, topic, partition)));
      this.#stores.set(name, store);
    }
  }

  #storeContext(store: string, changelog: Changelog | null): StoreContext {
    return {
      taskId: this.#options.taskId,
      changelog,
      directory: null,
      timestamp: () => this.#record.timestamp,
      headers: () => this.#record.headers,
      drop: (reason) => this.#options.onDropped?.(reason, store),
    };
  }

  #openNodes(): void {
    const { plan, sink } = this.#options;
    const own = new Set(this.#options.nodes);
    for (const planned of plan.nodes.values()) {
      if (!own.has(planned.name)) continue;
      const node =
        planned.kind === 'source'
          ? this.#openSource(planned)
          : planned.kind === 'sink'
            ? new SinkNode(planned, { sink, topicName: (name) => plan.topicName(name) })
            : planned.create();
      node.name = planned.name;
      this.#nodes.set(planned.name, node);
      for (const parent of plan.parentsOf(planned.name)) this.#nodes.get(parent)!.children.push(node);
    }
    for (const node of this.#nodes.values()) node.init(this.#nodeContext(node));
  }

  #openSource(planned: PlanSource): Node {
    const node = new SourceNode();
    for (const name of planned.topics) {
      const topic = this.#options.plan.topicName(name);
      this.#queues.set(
        topic,
        new RecordQueue(planned, node, (reason) => this.#options.onDropped?.(reason, planned.name)),
      );
    }
    return node;
  }

  #nodeContext(node: Node): NodeContext {
    const { plan, taskId, globalStores, emitIntervalMs } = this.#options;
    const { applicationId } = plan;
    return {
      taskId,
      applicationId,
      record: this.#record,
      view: this.#view,
      emitIntervalMs,
      streamTime: () => this.#streamTime,
      wallClock: () => this.#options.wallClock(),
      store: (name): StateStore => {
        const store = this.#stores.get(name) ?? globalStores.get(name);
        if (store === undefined)
          throw new KafkaError('UNKNOWN_STORE', `${node.name} is not connected with a store ${name}`);
        return store;
      },
      schedule: (intervalMs, type, punctuate): Punctuation => {
        const start = type === 'stream-time' ? 0 : this.#options.wallClock();
        return this.#schedule.add({ type, intervalMs, start, punctuate });
      },
      drop: (reason) => this.#options.onDropped?.(reason, node.name),
    };
  }
}

const NO_HEADERS: readonly RecordHeader[] = [];

function changelogTo(sink: RecordSink, topic: string, partition: number): Changelog {
  return {
    write: (key, value, timestamp, headers = NO_HEADERS) =>
      sink.send({ topic, partition, key, value, timestamp, headers }),
  };
}
