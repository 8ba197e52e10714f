/** A record on its way to a topic, as it was read from a file or from standard input. */
import { KafkaError } from '#kernel';

export interface InputRecord {
  readonly key: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  readonly headers?: readonly (readonly [name: string, value: Uint8Array | string | null])[];
  readonly partition?: number;
  readonly timestamp?: number;
}

/** What was read from one chunk of input: some records, and how far the input was read. */
export interface InputChunk {
  readonly records: readonly InputRecord[];
  /** Bytes of all inputs read so far. */
  readonly bytesRead: number;
}

/** Puts the place before a message that has no subject: `line 17 of orders.csv is no JSON`. */
export function atLine(line: number, source: string, error: unknown): KafkaError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof KafkaError ? error.code : 'INVALID_RECORD';
  return new KafkaError(code, `line ${line} of ${source} ${message}`, { cause: error });
}
