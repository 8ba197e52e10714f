/** From a line to a record, as the options of `samsa produce` say: plain, with a key, or JSON. */
import { isUtf8 } from 'node:buffer';
import { atLine } from '../records/input-record.ts';
import type { InputRecord } from '../records/input-record.ts';
import { readJsonRecord } from '../records/record-json.ts';
import type { ProduceOptions } from './produce-command.ts';

export type LineReader = (line: Buffer, number: number) => InputRecord;

type LineOptions = Pick<ProduceOptions, 'keySeparator' | 'key' | 'header' | 'json' | 'nullMarker' | 'partition'>;

/** `source` is the file's name, for messages. */
export function lineReader(source: string, options: LineOptions): LineReader {
  const { header = [], partition, key } = options;
  const common = {
    ...(header.length === 0 ? {} : { headers: header }),
    ...(partition === undefined ? {} : { partition }),
  };
  if (options.json === true) {
    return (line, number) => {
      const record = jsonLine(line, number, source);
      const headers = [...header, ...(record.headers ?? [])];
      return {
        ...record,
        ...common,
        ...(headers.length === 0 ? {} : { headers }),
        key: record.key ?? key ?? null,
      };
    };
  }
  const split = splitter(options);
  return (line, number) => ({ ...common, ...split(line, number, source) });
}

function jsonLine(line: Buffer, number: number, source: string): InputRecord {
  if (!isUtf8(line)) throw atLine(number, source, new Error('is no UTF-8, as JSON must be'));
  try {
    return readJsonRecord(line.toString());
  } catch (error) {
    throw atLine(number, source, error);
  }
}

type KeyAndValue = Pick<InputRecord, 'key' | 'value'>;

function splitter({ keySeparator, key: given, nullMarker }: LineOptions) {
  const key = given ?? null;
  const marker = nullMarker === undefined ? null : Buffer.from(nullMarker);
  const orNull = (bytes: Buffer): Buffer | null => (marker !== null && bytes.equals(marker) ? null : bytes);
  if (keySeparator === undefined) return (line: Buffer): KeyAndValue => ({ key, value: orNull(line) });
  const separator = Buffer.from(keySeparator);
  return (line: Buffer, number: number, source: string): KeyAndValue => {
    const at = line.indexOf(separator);
    if (at >= 0) return { key: orNull(line.subarray(0, at)), value: orNull(line.subarray(at + separator.length)) };
    if (key !== null) return { key, value: orNull(line) };
    throw atLine(number, source, new Error(`has no key: there is no ${JSON.stringify(keySeparator)} in it`));
  };
}
