/** What a task counts, and how Kafka Streams names it: the groups of tasks, of their nodes, and of topics (KIP-444, KIP-613, KIP-846). */
import { GLOBAL_TASK_ID } from '../runtime/global-task.ts';
import type { Node } from '../runtime/node.ts';
import type { RecordQueue } from '../runtime/record-queue.ts';
import { SinkNode } from '../runtime/sink-node.ts';
import { SourceNode } from '../runtime/source-node.ts';
import type { NamedCache } from '../stores/cache/named-cache.ts';
import { Counted, RecentValues } from './counted.ts';
import type { MeasuredStore } from './measured-store.ts';
import type { MetricList, MetricPlace } from './metric-list.ts';

/** Of one task; what belongs to nodes and topics lies there. */
export class TaskMetrics {
  /** Records, and the milliseconds that they took. */
  readonly processed: Counted = new Counted();
  readonly processMs: Counted = new Counted();
  readonly processLatency: RecentValues = new RecentValues();
  /** How far behind the stream time a record was, in milliseconds. */
  readonly lateness: RecentValues = new RecentValues();
  readonly dropped: Counted = new Counted();
  readonly punctuated: Counted = new Counted();
  readonly punctuateLatency: RecentValues = new RecentValues();
  readonly restored: Counted = new Counted();
  /** Records of changelogs that are still to be restored. */
  toRestore: number = 0;

  turn(nowMs: number): void {
    this.processed.turn(nowMs);
    this.processMs.turn(nowMs);
    this.processLatency.turn(nowMs);
    this.lateness.turn(nowMs);
    this.dropped.turn(nowMs);
    this.punctuated.turn(nowMs);
    this.punctuateLatency.turn(nowMs);
    this.restored.turn(nowMs);
  }
}

/** A task, as far as it is measured. */
export interface MeasuredTask {
  readonly id: string;
  readonly metrics: TaskMetrics;
  readonly nodes: readonly Node[];
  readonly queues: ReadonlySet<RecordQueue>;
  readonly stores: readonly MeasuredStore[];
  readonly caches: readonly { readonly name: string; readonly cache: Pick<NamedCache, 'hitRatio' | 'bytes'> }[];
}

/** `processMsRate`: of all tasks of the thread, in milliseconds per second. */
export function listTask(list: MetricList, threadId: string, task: MeasuredTask, processMsRate: number): void {
  const { id, metrics, queues } = task;
  const tags = { 'thread-id': threadId, 'task-id': id };
  const place = { group: 'stream-task-metrics', tags };
  listDropped(list, place, metrics.dropped);
  const share = metrics.processMs.rate(list.nowMs) / processMsRate;
  const ratio = 'The fraction of time the thread spent on processing this task among all assigned active tasks';
  list.add(place, 'active-process-ratio', ratio, Number.isFinite(share) ? share : 0);
  if (list.has('DEBUG')) {
    list.counted(place, 'process', 'calls to process', metrics.processed);
    list.recent(place, 'process-latency', 'latency of calls to process', metrics.processLatency);
    list.counted(place, 'punctuate', 'calls to punctuate', metrics.punctuated);
    list.recent(place, 'punctuate-latency', 'latency of calls to punctuate', metrics.punctuateLatency);
    const lateness = 'observed lateness of records in milliseconds, by the stream time';
    list.recent(place, 'record-lateness', lateness, metrics.lateness);
    const buffered = [...queues].reduce((sum, { size }) => sum + size, 0);
    list.add(place, 'active-buffer-count', 'The count of buffered records that are not yet processed', buffered);
    listCaches(list, place, task);
    list.counted(place, 'restore', 'records restored', metrics.restored);
    const left = 'The number of records remaining to be restored for the active task';
    list.add(place, 'restore-remaining-records-total', left, metrics.toRestore);
  }
  listNodes(list, tags, task);
  listTopics(list, tags, task);
  listStores(list, tags, task);
}

/** Of what fills the global tables: a task of its own, which processes nothing. */
export function listGlobalTask(
  list: MetricList,
  threadId: string,
  { dropped, measuredStores }: { readonly dropped: Counted; readonly measuredStores: readonly MeasuredStore[] },
): void {
  const tags = { 'thread-id': threadId, 'task-id': GLOBAL_TASK_ID };
  listDropped(list, { group: 'stream-task-metrics', tags }, dropped);
  for (const store of measuredStores) store.list(list, tags);
}

function listDropped(list: MetricList, place: MetricPlace, dropped: Counted): void {
  list.counted(place, 'dropped-records', 'dropped records', dropped);
}

function listCaches(list: MetricList, place: MetricPlace, { caches }: MeasuredTask): void {
  if (caches.length === 0) return;
  const bytes = caches.reduce((sum, { cache }) => sum + cache.bytes, 0);
  list.add(place, 'cache-size-bytes-total', 'The total size in bytes of what the caches of this task hold', bytes);
}

/** Once for each window at least, so that rates speak of the recent past. */
export function turnTask({ metrics, nodes, queues, stores, caches }: MeasuredTask, nowMs: number): void {
  metrics.turn(nowMs);
  for (const { latency, counts } of nodes) {
    latency?.turn(nowMs);
    for (const { counted } of counts) counted.turn(nowMs);
  }
  for (const { consumed } of queues) consumed.turn(nowMs);
  for (const store of stores) store.turn(nowMs);
  for (const { cache } of caches) cache.hitRatio?.turn(nowMs);
}

function listNodes(list: MetricList, tags: MetricPlace['tags'], { nodes, queues }: MeasuredTask): void {
  const placeOf = (node: string): MetricPlace => {
    return { group: 'stream-processor-node-metrics', tags: { ...tags, 'processor-node-id': node } };
  };
  if (list.has('DEBUG')) {
    const queuesOf = Map.groupBy(queues, ({ source }) => source);
    for (const node of nodes) {
      // One with a pattern may have no topic yet.
      if (node instanceof SourceNode) listSource(list, placeOf(node.name), queuesOf.get(node) ?? []);
    }
  }
  for (const { name, latency, counts } of nodes) {
    const what =
      'end-to-end latency of a record, from its timestamp to the time at which it has been fully processed by the node';
    if (latency !== null) list.recentWithMinimum(placeOf(name), 'record-e2e-latency', what, latency);
    if (!list.has('DEBUG')) continue;
    for (const one of counts) list.counted(placeOf(name), one.name, one.what, one.counted);
  }
}

function listSource(list: MetricList, place: MetricPlace, queues: readonly RecordQueue[]): void {
  const rate = queues.reduce((sum, { consumed }) => sum + consumed.rate(list.nowMs), 0);
  const total = queues.reduce((sum, { consumed }) => sum + consumed.total, 0);
  list.add(place, 'process-rate', 'The average number of calls to process per second', rate);
  list.total(place, 'process-total', 'The total number of calls to process', total);
}

function listStores(list: MetricList, tags: MetricPlace['tags'], { stores, caches }: MeasuredTask): void {
  for (const store of stores) store.list(list, tags);
  for (const { name, cache } of caches) {
    const { hitRatio } = cache;
    if (hitRatio === null) continue;
    const place = { group: 'stream-record-cache-metrics', tags: { ...tags, 'record-cache-id': name } };
    list.recentWithMinimum(place, 'hit-ratio', 'share of look-ups that found their row in the cache', hitRatio);
  }
}

function listTopics(list: MetricList, tags: MetricPlace['tags'], { nodes, queues }: MeasuredTask): void {
  const placeOf = (node: string, topic: string): MetricPlace => {
    return { group: 'stream-topic-metrics', tags: { ...tags, 'processor-node-id': node, topic } };
  };
  for (const { source, topic, consumed, bytesConsumed } of queues) {
    const place = placeOf(source.name, topic);
    list.total(place, 'records-consumed-total', 'The total number of records consumed from this topic', consumed.total);
    list.total(place, 'bytes-consumed-total', 'The total number of bytes consumed from this topic', bytesConsumed);
  }
  for (const node of nodes) {
    if (!(node instanceof SinkNode)) continue;
    for (const { topic, records, bytes } of node.produced) {
      const place = placeOf(node.name, topic);
      list.total(place, 'records-produced-total', 'The total number of records produced to this topic', records);
      list.total(place, 'bytes-produced-total', 'The total number of bytes produced to this topic', bytes);
    }
  }
}
