/** Where records leave for a topic, in bytes. */
import { KafkaError } from '#kernel';
import type { Partitioner, Partitions, PlanSerde, PlanSink } from '../plan/plan-nodes.ts';
import { headerBytes, partBytes, placeBytes } from '../metrics/record-bytes.ts';
import { Node } from './node.ts';
import type { NodeContext } from './node-context.ts';
import { type RecordOrigin, UNREAD } from './record-context.ts';
import { ReusedRecord } from './reused-record.ts';
import { ReusedSinkContext } from './sink-record-context.ts';
import type { OutgoingRecord, RecordSink } from './stream-task.ts';
import { settled } from './user-function.ts';

export interface SinkNodeOptions {
  readonly sink: RecordSink;
  /** The broker's name of a topic. */
  topicName(this: void, name: string): string;
  /** Where errors of the sink's are answered: what to do about a record that the broker does not take. */
  readonly onRefused: ((error: unknown, origin: RecordOrigin) => KafkaError | null) | null;
}

/** What went to a topic. */
export interface ProducedRecords {
  readonly topic: string;
  records: number;
  bytes: number;
}

/** Of topics that are chosen for each record; those beyond are not counted. */
const MAX_COUNTED_TOPICS = 1000;

export class SinkNode extends Node {
  override readonly errorKind = 'production';
  readonly #plan: PlanSink;
  readonly #sink: RecordSink;
  readonly #onRefused: SinkNodeOptions['onRefused'];
  readonly #topic: string | null;
  readonly #record = new ReusedRecord('', null);
  readonly #chosenBy = new ReusedSinkContext();
  /** By topic, in the order in which they were first sent to. */
  readonly produced: ProducedRecords[] = [];
  #last: ProducedRecords | null = null;
  #placeBytes = 0;

  constructor(plan: PlanSink, options: SinkNodeOptions) {
    super();
    this.#plan = plan;
    this.#sink = options.sink;
    this.#onRefused = options.onRefused;
    this.#topic = typeof plan.topic === 'string' ? options.topicName(plan.topic) : null;
    if (this.#topic !== null) this.#countFor(this.#topic);
  }

  /** A key that was not looked at goes out as it came, where the serde can tell by its bytes what it would write. */
  override needsKeys(serde: PlanSerde): boolean {
    const { keySerde, partitioner } = this.#plan;
    return serde !== keySerde || serde.rewriteBetween === undefined || this.#topic === null || partitioner !== null;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (timestamp < 0) {
      throw new KafkaError(
        'INVALID_TIMESTAMP',
        `${this.name} got a record with the timestamp ${timestamp}, and none is below zero`,
      );
    }
    const { record: origin } = this.context;
    const { valueSerde, partitioner } = this.#plan;
    const topic = this.#topic ?? this.#chosenTopic(key, value, timestamp);
    const onRefused = this.#onRefused;
    const record = this.#record;
    record.topic = topic;
    if (key !== UNREAD) record.key = key === null ? null : this.#serializedKey(topic, key);
    record.value = value === null ? null : brief(valueSerde, topic, value);
    // Its bytes are valid until somebody asks for those of another key, which the value's serde may do.
    if (key === UNREAD) record.key = origin.rewriteLeftKey();
    record.timestamp = timestamp;
    record.headers = origin.headers;
    record.onRefused = onRefused === null ? null : this.#refusal(onRefused);
    if (partitioner === null) this.#send();
    else this.#sendDivided(partitioner, key, value);
  }

  /** Bytes of a key stay what they are while the value is serialized, perhaps by the same serde. */
  #serializedKey(topic: string, key: unknown): Uint8Array | string | null {
    const { keySerde } = this.#plan;
    return typeof key === 'string' ? brief(keySerde, topic, key) : keySerde.serialize(topic, key);
  }

  #chosenTopic(key: unknown, value: unknown, timestamp: number): string {
    const { topic } = this.#plan;
    const { record } = this.context;
    if (typeof topic === 'string') return topic;
    const chosen: unknown = settled(topic(key, value, record.headers, this.#chosenBy.of(record, timestamp)), this.name);
    if (typeof chosen === 'string' && chosen !== '') return chosen;
    throw new KafkaError('INVALID_TOPIC_EXCEPTION', `The function that chooses its topic answered ${shown(chosen)}`);
  }

  #send(): void {
    const record = this.#record;
    if (this.#last?.topic !== record.topic) this.#countFor(record.topic);
    const last = this.#last!;
    const sentBytes = this.#sink.send(record);
    last.records++;
    last.bytes += this.#placeBytes + (sentBytes < 0 ? partBytes(record.key) + partBytes(record.value) : sentBytes);
    if (record.headers.length > 0) last.bytes += headerBytes(record.headers);
  }

  #countFor(topic: string): void {
    this.#placeBytes = placeBytes(topic);
    const known = this.produced.find((one) => one.topic === topic);
    this.#last = known ?? { topic, records: 0, bytes: 0 };
    if (known === undefined && this.produced.length < MAX_COUNTED_TOPICS) this.produced.push(this.#last);
  }

  #sendDivided(partitioner: Partitioner, key: unknown, value: unknown): void {
    const record = this.#record;
    const { topic } = record;
    const count = this.#sink.partitionCount(topic);
    if (count === null) {
      record.choosePartitions = (known) =>
        listed(this.#chosen(partitioner(topic, key, value, known), known), this.context);
      this.#send();
      record.choosePartitions = null;
      return;
    }
    const chosen = this.#chosen(partitioner(topic, key, value, count), count);
    if (chosen === null || typeof chosen === 'number') {
      record.partition = chosen;
      this.#send();
    } else {
      for (const partition of listed(chosen, this.context)) {
        record.partition = partition;
        this.#send();
      }
    }
    record.partition = null;
  }

  /** What a partitioner answered of so many partitions. */
  #chosen(answer: Partitions, count: number): Partitions {
    const chosen = settled(answer, this.name);
    if (chosen === null || isPartition(chosen) || (Array.isArray(chosen) && chosen.every(isPartition))) return chosen;
    throw new KafkaError(
      'INVALID_ARGUMENT',
      `The partitioner answered ${shown(chosen)}, and there are partitions 0 to ${count - 1}, several of them, none ([]), or null for the hash of the key`,
    );
  }

  /** By then another record is at hand. */
  #refusal(onRefused: NonNullable<SinkNodeOptions['onRefused']>): NonNullable<OutgoingRecord['onRefused']> {
    const origin = this.context.record.capture();
    return (error) => onRefused(error, origin);
  }
}

function isPartition(chosen: unknown): boolean {
  return Number.isInteger(chosen) && Number(chosen) >= 0;
}

function shown(answer: unknown): string {
  return typeof answer === 'string' ? `'${answer}'` : Array.isArray(answer) ? JSON.stringify(answer) : String(answer);
}

/** All partitions that get the record; null for the producer's choice. */
function listed(chosen: Partitions, context: NodeContext): readonly (number | null)[] {
  if (chosen === null || typeof chosen === 'number') return [chosen];
  if (chosen.length === 0) context.drop('no partition');
  return chosen;
}

/** For who copies at once. */
function brief(serde: PlanSerde, topic: string, value: unknown): Uint8Array | string | null {
  return serde.serializeBriefly === undefined || value === undefined
    ? serde.serialize(topic, value)
    : serde.serializeBriefly(value);
}
