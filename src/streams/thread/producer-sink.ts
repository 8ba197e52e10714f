/**
 * Where the tasks of a thread put what they produce: a producer that never makes them wait. What finds no memory is kept,
 * in order, and the thread goes on only when it is gone; so no more than one record's results are ever kept.
 *
 * Invariant: after `flush` has resolved, all that was sent before is acknowledged, and `offsetOf` knows the last offset of
 * each changelog.
 */
import type { ClientError, Delivery, Producer, ProducerRecord } from '#client';
import { isKafkaError, KafkaError } from '#kernel';
import type { OutgoingRecord, RecordSink } from '../runtime/stream-task.ts';
import { isRefusal, needsNewTasks } from './recoverable.ts';

/** As it looks to the sink. */
export type SinkProducer = Pick<
  Producer,
  'enqueue' | 'encodedBytes' | 'flush' | 'trySend' | 'partitionCount' | 'partitionsFor'
>;

type Refusal = NonNullable<OutgoingRecord['onRefused']>;
type PartitionChoice = NonNullable<OutgoingRecord['choosePartitions']>;

/** A record of its own, and who is asked where the broker refuses it. */
interface Kept {
  readonly record: ProducerRecord;
  readonly onRefused: Refusal | null;
  /** Null: the record says itself where it goes. */
  readonly choosePartitions: PartitionChoice | null;
}

/** A record for the producer, which has taken what it needs of it when `enqueue` returns. */
class ReusedProducerRecord {
  topic = '';
  key: Uint8Array | string | null = null;
  value: Uint8Array | string | null = null;
  timestamp = 0;
  partition: number | null = null;
  headers: readonly (readonly [string, Uint8Array | null])[] | null = null;

  of({ topic, key, value, timestamp, partition, headers }: OutgoingRecord): ProducerRecord {
    this.topic = topic;
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
    this.partition = partition;
    this.headers = headers.length === 0 ? null : headers.map((header) => [header.key, header.value] as const);
    return this as ProducerRecord;
  }
}

function keptRecord(outgoing: OutgoingRecord): Kept {
  const { onRefused = null, choosePartitions = null } = outgoing;
  const record = new ReusedProducerRecord();
  record.of(outgoing);
  record.key = ownBytes(outgoing.key);
  record.value = ownBytes(outgoing.value);
  return { record: record as ProducerRecord, onRefused, choosePartitions };
}

/** Bytes are their owner's again. */
function ownBytes(part: Uint8Array | string | null): Uint8Array | string | null {
  return part === null || typeof part === 'string' ? part : Buffer.from(part);
}

export class ProducerSink implements RecordSink {
  readonly #producer: SinkProducer;
  readonly #onFailure: () => void;
  /** The last offset acknowledged of each partition, by topic. */
  readonly #offsets = new Map<string, Map<number, number>>();
  #kept: Kept[] = [];
  readonly #reused = new ReusedProducerRecord();
  /** Records with a handler that are on their way. */
  readonly #handled = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;
  /** Counts what was sent. */
  #sent = 0;
  #flushed = 0;

  /** `onDelivery` of the producer must be this sink's; `onFailure` is called for who sleeps meanwhile. */
  constructor(producer: SinkProducer, onFailure: () => void = () => undefined) {
    this.#producer = producer;
    this.#onFailure = onFailure;
  }

  send(outgoing: OutgoingRecord): number {
    this.#sent++;
    const producer = this.#producer;
    const { onRefused = null, choosePartitions = null } = outgoing;
    const before = producer.encodedBytes;
    if (this.#kept.length > 0 || choosePartitions !== null) this.#kept.push(keptRecord(outgoing));
    else if (onRefused !== null) {
      const kept = keptRecord(outgoing);
      if (!this.#giveHandled(kept.record, onRefused)) this.#kept.push(kept);
    } else if (!producer.enqueue(this.#reused.of(outgoing))) this.#kept.push(keptRecord(outgoing));
    const bytes = producer.encodedBytes - before;
    return bytes > 0 ? bytes : -1;
  }

  partitionCount(topic: string): number | null {
    return this.#producer.partitionCount(topic);
  }

  /** Whether tasks have to wait until `makeRoom` is done. */
  get isFull(): boolean {
    return this.#kept.length > 0;
  }

  /** Whether anything was sent since the last `flush`. */
  get isUsed(): boolean {
    return this.#sent > this.#flushed;
  }

  /** What an earlier record failed with. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Rejects with what a record failed with. */
  async makeRoom(): Promise<void> {
    while (this.#kept.length > 0) {
      await this.#producer.flush();
      this.#throwFailure();
      const waiting = await this.#divided(this.#kept.splice(0));
      for (const outgoing of waiting) {
        if (this.#kept.length > 0 || !this.#give(outgoing)) this.#kept.push(outgoing);
      }
      this.#throwFailure();
    }
  }

  /** All is acknowledged. Rejects with what a record failed with. */
  async flush(): Promise<void> {
    this.#throwFailure();
    // A record that is refused may leave a dead letter behind.
    while (this.isUsed || this.#handled.size > 0) {
      const sent = this.#sent;
      await this.makeRoom();
      await this.#producer.flush();
      await Promise.all(this.#handled);
      this.#throwFailure();
      this.#flushed = sent;
    }
  }

  onDelivery(delivery: Delivery): void {
    const { topic, partition, baseOffset, recordCount, error } = delivery;
    if (error !== null) {
      this.#fail(isRefusal(error) ? notWritten(error) : error);
      return;
    }
    if (baseOffset < 0) return;
    const ofTopic = this.#offsets.get(topic) ?? new Map<number, number>();
    this.#offsets.set(topic, ofTopic);
    ofTopic.set(partition, Math.max(baseOffset + recordCount - 1, ofTopic.get(partition) ?? -1));
  }

  /** Of the last record acknowledged; null where nothing was written. */
  offsetOf(topic: string, partition: number): number | null {
    return this.#offsets.get(topic)?.get(partition) ?? null;
  }

  /** The same records with their partitions, once it is known how many there are. */
  async #divided(waiting: readonly Kept[]): Promise<Kept[]> {
    const divided: Kept[] = [];
    for (const kept of waiting) {
      const { record, onRefused, choosePartitions } = kept;
      if (choosePartitions === null) {
        divided.push(kept);
        continue;
      }
      try {
        const { length } = await this.#producer.partitionsFor(record.topic);
        for (const partition of choosePartitions(length)) {
          divided.push({ record: { ...record, partition } as ProducerRecord, onRefused, choosePartitions: null });
        }
      } catch (error) {
        const failure = onRefused === null ? error : onRefused(error);
        if (failure !== null) this.#fail(failure);
      }
    }
    return divided;
  }

  /** False where there is no memory for it. */
  #give({ record, onRefused }: Kept): boolean {
    return onRefused === null ? this.#producer.enqueue(record) : this.#giveHandled(record, onRefused);
  }

  #giveHandled(record: ProducerRecord, onRefused: Refusal): boolean {
    const sent = this.#producer.trySend(record);
    if (sent === null) return false;
    const handled = sent.then(
      () => undefined,
      (error: unknown) => {
        // What is lost with its transaction is no record's fault, and comes again.
        const failure = isLost(error) ? error : onRefused(error);
        if (failure !== null) this.#fail(failure);
      },
    );
    this.#handled.add(handled);
    void handled.then(() => this.#handled.delete(handled));
    return true;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#onFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

function isLost(error: unknown): boolean {
  return needsNewTasks(error) || isKafkaError(error, 'TRANSACTION_ABORTED');
}

/** The message names topic and partition; whose record it was nobody has kept. */
function notWritten(error: ClientError): KafkaError {
  return new KafkaError('PRODUCTION_FAILED', `A result cannot be written: ${error.message}`, { cause: error });
}
