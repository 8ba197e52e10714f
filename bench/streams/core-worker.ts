/**
 * The core of samsa/streams alone: `core-worker.ts ROW RECORDS ROUNDS`. All sub-topologies in one task, raw records in, and out
 * of it batches as a producer makes them; repartition topics go back in. Prints a line of JSON: what came out, counted and
 * summed over a round that does not count, and the processor time of each round.
 */
import { keyBytes } from '../../src/kernel/index.ts';
import { partitionForKey, RecordBatchBuilder } from '../../src/protocol/index.ts';
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

/** The batch of a partition that is being filled. */
class OpenBatch {
  /** One batch after the other has it, as those of a producer's pool. */
  readonly #buffer = Buffer.allocUnsafeSlow(2 * BATCH_BYTES);
  #builder = new RecordBatchBuilder({ buffer: this.#buffer });

  /** The builder for one record more. */
  get builder(): RecordBatchBuilder {
    if (this.#builder.sizeInBytes > BATCH_BYTES) {
      this.#builder.build();
      this.#builder = new RecordBatchBuilder({ buffer: this.#buffer });
    }
    return this.#builder;
  }
}

/** What a topic has of a producer. */
interface OpenTopic {
  readonly isRepartition: boolean;
  readonly partitions: readonly OpenBatch[];
}

/** What a producer does with records until it could send them, as java/org/apache/kafka/streams/BatchingProducer.java does it. */
class Sink {
  outputs = 0;
  checksum = 0;
  readonly fedBack: { topic: string; key: Uint8Array; value: Uint8Array; timestamp: number }[] = [];
  readonly #isChecked: boolean;
  readonly #topics = new Map<string, OpenTopic>();

  constructor(isChecked: boolean) {
    this.#isChecked = isChecked;
  }

  partitionCount(): number {
    return PARTITIONS;
  }

  send({ topic, partition, key, value, timestamp, headers }: OutgoingRecord): number {
    const bytes = typeof key === 'string' ? keyBytes(key) : key;
    const open = this.#topics.get(topic) ?? this.#begin(topic);
    const chosen = partition ?? (bytes === null ? 0 : partitionForKey(bytes, PARTITIONS));
    const size = open.partitions[chosen]!.builder.append(timestamp, bytes, value, headers);
    if (open.isRepartition) {
      this.fedBack.push({ topic, key: Buffer.from(bytes!), value: Buffer.from(value!), timestamp });
    } else if (topic === 'out') {
      this.outputs++;
      if (this.#isChecked) this.checksum = (this.checksum + hashOf(bytes!, Buffer.from(value!))) >>> 0;
    }
    return size;
  }

  #begin(name: string): OpenTopic {
    const partitions = Array.from({ length: PARTITIONS }, () => new OpenBatch());
    const open = { isRepartition: name.endsWith('-repartition'), partitions };
    this.#topics.set(name, open);
    return open;
  }
}

function run(row: StreamsRow, log: RecordLog, records: number, isChecked: boolean): { sink: Sink; seconds: number } {
  const topology = new Topology(APPLICATION);
  row.build(topology, (topic) => topic);
  const plan = topology.build();
  const sink = new Sink(isChecked);
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
