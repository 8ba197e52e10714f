/**
 * The core of samsa/streams alone: `core-worker.ts ROW RECORDS ROUNDS`. All sub-topologies in one task, raw records in, and out
 * of it batches as a producer makes them; repartition topics go back in. Prints a line of JSON: what came out, counted and
 * summed over a round that does not count, and the processor time of each round.
 */
import { RecordBatchBuilder, partitionForKey } from '../../src/protocol/index.ts';
import { nodeGroups } from '../../src/streams/plan/node-groups.ts';
import { type OutgoingRecord, type PlacedRecord, StreamTask } from '../../src/streams/runtime/stream-task.ts';
import { Topology } from '../../src/streams/index.ts';
import { hashOf, recordLog, type RecordLog, timestampOf } from './records.ts';
import { APPLICATION, type StreamsRow, streamsRow } from './topologies.ts';

const BATCH = 1000;
const PARTITIONS = 4;
const BATCH_BYTES = 16 * 1024;
/** Milliseconds of the wall clock from one batch to the next. */
const BATCH_MS = 10;
const NO_HEADERS: readonly never[] = [];

/** What a producer does with records until it sends them. */
class Sink {
  outputs = 0;
  checksum = 0;
  isChecked = false;
  readonly fedBack: { topic: string; key: Uint8Array; value: Uint8Array; timestamp: number }[] = [];
  readonly #open = new Map<string, RecordBatchBuilder[]>();
  readonly #buffer = Buffer.allocUnsafeSlow(2 * BATCH_BYTES);

  partitionCount(): number {
    return PARTITIONS;
  }

  send({ topic, partition, key, value, timestamp, headers }: OutgoingRecord): void {
    const keyBytes = bytesOf(key);
    const builders = this.#open.get(topic) ?? this.#begin(topic);
    const chosen = partition ?? (keyBytes === null ? 0 : partitionForKey(keyBytes, PARTITIONS));
    if (builders[chosen]!.sizeInBytes > BATCH_BYTES)
      builders[chosen] = new RecordBatchBuilder({ buffer: this.#buffer });
    builders[chosen]!.append(timestamp, keyBytes, value, headers);
    if (topic === 'out') {
      this.outputs++;
      if (this.isChecked) this.checksum = (this.checksum + hashOf(Buffer.from(keyBytes!), bytesOf(value)!)) >>> 0;
    } else if (topic.endsWith('-repartition'))
      this.fedBack.push({ topic, key: Buffer.from(keyBytes!), value: Buffer.from(value!), timestamp });
  }

  #begin(topic: string): RecordBatchBuilder[] {
    const builders = Array.from({ length: PARTITIONS }, () => new RecordBatchBuilder({ buffer: this.#buffer }));
    this.#open.set(topic, builders);
    return builders;
  }
}

const scratch = Buffer.allocUnsafeSlow(256);
const views = Array.from({ length: 257 }, (_, length) => scratch.subarray(0, length));

function bytesOf(part: Uint8Array | string | null): Uint8Array | null {
  if (typeof part !== 'string') return part;
  for (let i = 0; i < part.length; i++) scratch[i] = part.charCodeAt(i);
  return views[part.length]!;
}

function run(row: StreamsRow, log: RecordLog, records: number, isChecked: boolean): { sink: Sink; seconds: number } {
  const topology = new Topology(APPLICATION);
  row.build(topology, (topic) => topic);
  const plan = topology.build();
  const sink = new Sink();
  sink.isChecked = isChecked;
  let now = 0;
  const nodes = nodeGroups(plan).flatMap((group) => [...group.nodes]);
  const place = { taskId: '0_0', partition: 0, directory: null };
  const time = { wallClock: (): number => now, emitIntervalMs: 1000 };
  const task = new StreamTask({ plan, nodes, ...place, sink, globalStores: new Map(), ...time });
  task.start();
  const before = process.cpuUsage();
  for (let i = 0; i < records; i += BATCH, now += BATCH_MS) {
    addAll(task, row.inputs, log, i, i + BATCH);
    processAll(task);
    for (const { topic, key, value, timestamp } of sink.fedBack.splice(0)) {
      task.add({ topic, partition: 0, offset: 0, key, value, timestamp, headers: [] });
    }
    processAll(task);
    task.committed([], () => null);
  }
  const { user, system } = process.cpuUsage(before);
  task.close();
  return { sink, seconds: (user + system) / 1e6 };
}

/** As the thread hands a task what was fetched. */
function addAll(task: StreamTask, inputs: readonly string[], log: RecordLog, from: number, to: number): void {
  const { bytes, bounds, count } = log;
  const place = {
    bytes,
    keyStart: 0,
    keyEnd: 0,
    valueStart: 0,
    valueEnd: 0,
    offset: 0,
    timestamp: 0,
    headers: NO_HEADERS,
  };
  for (let number = from; number < to; number++) {
    const at = (number % count) * 3;
    place.keyStart = bounds[at]!;
    place.keyEnd = place.valueStart = bounds[at + 1]!;
    place.valueEnd = bounds[at + 2]!;
    place.offset = number;
    place.timestamp = timestampOf(number, inputs.length);
    task.addAt(inputs[number % inputs.length]!, place satisfies PlacedRecord);
  }
}

function processAll(task: StreamTask): void {
  while (task.process()) task.punctuateStreamTime();
}

const [name = '', records = '0', rounds = '0'] = process.argv.slice(2);
const row = streamsRow(name);
const log = recordLog(row.inputs.length);
const { outputs, checksum } = run(row, log, Number(records), true).sink;
const seconds = Array.from({ length: Number(rounds) }, () => run(row, log, Number(records), false).seconds);
console.log(JSON.stringify({ outputs, checksum, seconds, rss: process.memoryUsage.rss() / 1e6 }));
