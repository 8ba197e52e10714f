/** A consumed record, as far as printing it goes; the client's ConsumerRecord is one. */
import type { ByteSink } from './byte-sink.ts';

export interface PrintableRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly keyBytes: Buffer | null;
  readonly valueBytes: Buffer | null;
  readonly headers: Iterable<readonly [name: string, value: Buffer | null]>;
}

/** Writes one record; made once for a command, called for each record. */
export type RecordPrinter = (record: PrintableRecord, sink: ByteSink) => void;
