/** A producer as the end of a pipeline: records in object mode, taken as fast as the producer's memory empties. */
import { Writable } from 'node:stream';
import type { ClientError } from '../errors.ts';
import type { ProducerRecord, RecordMetadata } from './producer-record.ts';
import type { DeliveryListener } from './send-call.ts';

/** What the stream needs of its producer. */
export interface WritableTarget<K, V> {
  /** `onAdmitted` is called once the record has its place in a batch, or was refused. */
  give(record: ProducerRecord<K, V>, listener: DeliveryListener, onAdmitted: () => void): void;
  flush(): Promise<void>;
}

/** Records that the stream holds before `write` says false. */
const HIGH_WATER_MARK = 1000;

/** A failed record destroys the stream with its error; `finish` comes after all are acknowledged. */
export function producerWritable<K, V>(target: WritableTarget<K, V>): Writable {
  const delivery = new StreamDelivery();
  const writable = new Writable({
    objectMode: true,
    highWaterMark: HIGH_WATER_MARK,
    write: (record: ProducerRecord<K, V>, _encoding, callback) => target.give(record, delivery, callback),
    writev: (chunks: { chunk: ProducerRecord<K, V> }[], callback) => {
      let waiting = chunks.length;
      const admitted = (): void => void (--waiting === 0 && callback());
      for (const { chunk } of chunks) target.give(chunk, delivery, admitted);
    },
    final: (callback) => {
      target.flush().then(() => callback(delivery.error), callback);
    },
  });
  delivery.stream = writable;
  return writable;
}

class StreamDelivery implements DeliveryListener {
  readonly isAborted = false;
  stream: Writable | null = null;
  error: ClientError | null = null;

  delivered(_slot: number, _metadata: RecordMetadata): void {
    // Nobody waits for a single record.
  }

  failed(_slot: number, error: ClientError): void {
    this.error ??= error;
    this.stream?.destroy(error);
  }
}
