/** For tests: metrics of Kafka Streams that there are none of here, and why. */
import { readFileSync } from 'node:fs';

/** A metric as Kafka Streams 4.3.1 told it (`from`: by its driver for tests, or an application that was not started). */
export interface KafkaMetric {
  readonly from: 'metrics' | 'application';
  readonly group: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Null for a text, or a moment; `NaN` where nothing was measured. */
  readonly value: number | 'NaN' | null;
}

/** What RocksDB tells of itself. */
const ROCKSDB =
  'background-errors|block-cache-.*|bytes-(?:read|written)-.*|compaction-pending|cur-size-.*|estimate-(?:oldest-key-time|pending-.*|table-readers-mem)|live-sst-.*|memtable-.*|mem-table-.*|num-(?:deletes|entries|immutable|live|running)-.*|number-.*|size-all-mem-tables|total-sst-files-size|write-stall-.*|compaction-time-.*';

const LEFT_OUT: readonly (readonly [metric: RegExp, why: string])[] = [
  [/^stream-metrics (?:version|commit-id|application-id|topology-description|state)$/, 'values are numbers'],
  [/^stream-thread-metrics state$/, 'values are numbers; thread-state has its number'],
  [/^stream-thread-metrics (?:poll-latency-.*|poll-ratio|blocked-time-ns-total)$/, 'no thread waits in a poll'],
  [/^stream-task-metrics enforced-processing-/, 'it is the event loop that decides when a task looks for records'],
  [
    /^stream-processor-node-metrics window-aggregate-final-emit-/,
    'results go on with the record that closes their window',
  ],
  [/^stream-state-metrics (?:delete|flush|prefix-scan|put-all|put-if-absent|remove)-/, 'stores have no such calls'],
  [new RegExp(`^stream-state-metrics (?:${ROCKSDB}) `), 'there is no RocksDB'],
  [
    /^(?!stream-task-metrics dropped-|stream-state-metrics ).* task-id=-1_-1 /,
    'of what fills global tables what it leaves out and its stores are measured alone',
  ],
  // The names of tasks that these caches are put down to are wrong in Kafka: `1_-1-G`, and none.
  [/^stream-record-cache-metrics .* task-id= /, 'rows of global tables take no room in a cache'],
  [/^stream-task-metrics cache-size-bytes-total task-id= /, 'the same'],
  [/^stream-state-metrics (?:get|range)-.*=KSTREAM-OUTERSHARED-/, 'what waits is found by its time alone'],
  [
    /^stream-state-metrics (?:get|all)-.*=KTABLE-FK-JOIN-SUBSCRIPTION-/,
    'who is subscribed is found by the foreign key alone',
  ],
];

/** What Kafka's tests' driver, and one of its applications, measure of a topology; its case is the first line of the file. */
export function readKafkaMetrics(): { readonly topologyCase: unknown; readonly metrics: readonly KafkaMetric[] } {
  const path = new URL('../../../testdata/vectors/streams-metrics.jsonl', import.meta.url);
  const [first, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const { case: topologyCase } = JSON.parse(first!) as { readonly case: unknown };
  return { topologyCase, metrics: lines.map((line) => JSON.parse(line) as KafkaMetric) };
}

export function isLeftOut({ group, name, tags }: Pick<KafkaMetric, 'group' | 'name' | 'tags'>): boolean {
  const names = [`${group} ${name}`, fullName({ group, name, tags })];
  return LEFT_OUT.some(([metric]) => names.some((one) => metric.test(one)));
}

/** Group, name and tags; threads and processes are called differently each time. */
export function fullName({ group, name, tags }: Pick<KafkaMetric, 'group' | 'name' | 'tags'>): string {
  const sorted = Object.entries({
    ...tags,
    ...('thread-id' in tags ? { 'thread-id': 'THREAD' } : {}),
    ...('process-id' in tags ? { 'process-id': 'PROCESS' } : {}),
  }).sort();
  return `${group} ${name} ${sorted.map((tag) => tag.join('=')).join(' ')}`;
}
