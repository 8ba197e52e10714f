/**
 * What a generated codec is: one message in all its versions. Versions that look the same share a function, so that
 * reading and writing are one look-up and then straight-line code.
 */
import { ProtocolError } from './protocol-error.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export type MessageType = 'request' | 'response' | 'header' | 'data' | 'key' | 'value' | 'metadata';

export interface MessageCodec<T> {
  readonly name: string;
  /** The API key of a request or response, the record type of a key, value or metadata record, otherwise -1. */
  readonly apiKey: number;
  readonly type: MessageType;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** The first version with compact types and tagged fields; `maxVersion + 1` where there is none. */
  readonly flexibleVersion: number;
  /** The latest version may still change, and must not be advertised. */
  readonly latestVersionUnstable: boolean;
  /** Every field is set; those that the version lacks have their default. Fails with a ProtocolError. */
  read(reader: Reader, version: number): T;
  /**
   * Fails with a ProtocolError UNSUPPORTED_VERSION where a field is set that the version lacks, unless the field is
   * ignorable, and VALUE_OUT_OF_RANGE where a value does not fit its type.
   */
  write(writer: Writer, message: T, version: number): void;
}

type ReadFunction<T> = (reader: Reader) => T;
type WriteFunction<T> = (writer: Writer, message: T) => void;

interface CodecDefinition<T> {
  name: string;
  apiKey: number;
  type: MessageType;
  minVersion: number;
  maxVersion: number;
  flexibleVersion: number;
  latestVersionUnstable?: boolean;
  /** Each with the first version that it serves, ascending. */
  readers: [number, ReadFunction<T>][];
  writers: [number, WriteFunction<T>][];
}

/** For generated code. */
export function defineCodec<T>(definition: CodecDefinition<T>): MessageCodec<T> {
  return new VersionedCodec(definition);
}

/** The functions by version, `minVersion` at 0. */
function byVersion<F>(runs: [number, F][], range: { minVersion: number; maxVersion: number }): F[] {
  const functions: F[] = [];
  let run = 0;
  for (let version = range.minVersion; version <= range.maxVersion; version++) {
    const next = runs[run + 1];
    if (next !== undefined && next[0] === version) run++;
    functions.push(runs[run]![1]);
  }
  return functions;
}

class VersionedCodec<T> implements MessageCodec<T> {
  readonly name: string;
  readonly apiKey: number;
  readonly type: MessageType;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly flexibleVersion: number;
  readonly latestVersionUnstable: boolean;
  readonly #readers: ReadFunction<T>[];
  readonly #writers: WriteFunction<T>[];

  constructor(definition: CodecDefinition<T>) {
    this.name = definition.name;
    this.apiKey = definition.apiKey;
    this.type = definition.type;
    this.minVersion = definition.minVersion;
    this.maxVersion = definition.maxVersion;
    this.flexibleVersion = definition.flexibleVersion;
    this.latestVersionUnstable = definition.latestVersionUnstable ?? false;
    this.#readers = byVersion(definition.readers, definition);
    this.#writers = byVersion(definition.writers, definition);
  }

  read(reader: Reader, version: number): T {
    const read = this.#readers[version - this.minVersion];
    if (read === undefined) throw this.#unsupported(version);
    return read(reader);
  }

  write(writer: Writer, message: T, version: number): void {
    const write = this.#writers[version - this.minVersion];
    if (write === undefined) throw this.#unsupported(version);
    write(writer, message);
  }

  #unsupported(version: number): ProtocolError {
    const range = `${this.minVersion} to ${this.maxVersion}`;
    return new ProtocolError('version', `${this.name} has versions ${range}, not ${version}`);
  }
}
