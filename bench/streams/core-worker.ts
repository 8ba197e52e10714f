/**
 * The core of samsa/streams alone: `core-worker.ts ROW RECORDS ROUNDS`. All sub-topologies in one task, raw records in, and out
 * of it batches as a producer makes them; repartition topics go back in. Prints a line of JSON: what came out, counted and
 * summed over a round that does not count, and the processor time of each round.
 */
import { RecordBatchBuilder, partitionForKey } from '../../src/protocol/index.ts';
import { nodeGroups } from '../../src/streams/plan/node-groups.ts';
import { type OutgoingRecord, StreamTask } from '../../src/streams/runtime/stream-task.ts';
import { Topology } from '../../src/streams/index.ts';
import { hashOf, recordOf } from './records.ts';
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

function run(row: StreamsRow, records: number, isChecked: boolean): { sink: Sink; seconds: number } {
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
    for (let number = i; number < i + BATCH; number++) add(task, row.inputs, number);
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

function add(task: StreamTask, inputs: readonly string[], number: number): void {
  const { topic, key, value, timestamp } = recordOf(number, inputs.length);
  task.add({ topic: inputs[topic]!, partition: 0, offset: number, key, value, timestamp, headers: NO_HEADERS });
}

function processAll(task: StreamTask): void {
  while (task.process()) task.punctuateStreamTime();
}

const [name = '', records = '0', rounds = '0'] = process.argv.slice(2);
const row = streamsRow(name);
const { outputs, checksum } = run(row, Number(records), true).sink;
const seconds = Array.from({ length: Number(rounds) }, () => run(row, Number(records), false).seconds);
console.log(JSON.stringify({ outputs, checksum, seconds, rss: process.memoryUsage.rss() / 1e6 }));
