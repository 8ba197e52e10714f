/** `samsa import`: a file's rows as records. */
import { basename } from 'node:path';
import { UsageError } from '../exit-code.ts';
import { sendAll } from '../produce/send-all.ts';
import { inputFiles } from '../records/input-files.ts';
import type { InputFile } from '../records/input-files.ts';
import type { InputChunk, InputRecord } from '../records/input-record.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { Output } from '../terminal/output.ts';
import type { ImportOptions } from './import-command.ts';
import { formatOfName, rowReader } from './import-rows.ts';
import type { RowReader } from './import-rows.ts';

export async function importFile(surroundings: Surroundings, file: string, options: ImportOptions): Promise<void> {
  const format = options.format ?? formatOfName(file);
  if (format === null) throw new UsageError(`What is ${file}? Say --format csv, json or jsonl.`);
  if (format !== 'csv' && (options.types !== undefined || options.separator !== undefined)) {
    throw new UsageError('--types and --separator are for CSV.');
  }
  const topic = options.topic ?? topicOfName(file);
  const [input] = inputFiles([file], surroundings);
  if (input === undefined) throw new UsageError('There is no file.');
  const reader = rowReader({ ...options, format, source: input.name });
  const { header = [] } = options;
  const chunks = (signal: AbortSignal): AsyncIterable<InputChunk> => rowChunks(input, reader, { header, signal });
  if (options.dryRun === true) return await preview(surroundings, topic, chunks);
  await sendAll(surroundings, { topic, options, total: input.size, verb: 'Importing', hint: null, chunks });
}

interface Reading {
  readonly header: readonly (readonly [string, string])[];
  readonly signal: AbortSignal;
}

async function* rowChunks(
  input: InputFile,
  reader: RowReader,
  { header, signal }: Reading,
): AsyncGenerator<InputChunk> {
  const withHeaders = (records: readonly InputRecord[]): readonly InputRecord[] =>
    header.length === 0 ? records : records.map((record) => ({ ...record, headers: header }));
  let bytesRead = 0;
  for await (const chunk of input.chunks(signal)) {
    bytesRead += chunk.length;
    yield { records: withHeaders(reader.push(chunk)), bytesRead };
  }
  if (!signal.aborted) yield { records: withHeaders(reader.end()), bytesRead };
}

/** `data/orders.csv` → `orders`. */
function topicOfName(file: string): string {
  if (file === '-') throw new UsageError('From standard input, say --topic.');
  const name = basename(file).replace(/\.\w+$/, '');
  if (/^[\w.-]{1,249}$/.test(name)) return name;
  throw new UsageError(`${name} cannot be the name of a topic: say --topic.`);
}

const PREVIEWED = 5;

/** Reads all, so that each mistake in the file is found, and prints the first records. */
async function preview(
  surroundings: Surroundings,
  topic: string,
  chunks: (signal: AbortSignal) => AsyncIterable<InputChunk>,
): Promise<void> {
  const output = new Output(surroundings);
  using interruption = new Interruption(surroundings.signals);
  let count = 0;
  for await (const { records } of chunks(interruption.signal)) {
    for (const record of records) {
      if (count++ < PREVIEWED) await output.write(recordLine(record));
    }
  }
  interruption.end();
  surroundings.stderr.write(`${count} records would be sent to ${topic}.\n`);
}

/** Rows become texts only, never bytes. */
function recordLine({ key, value, timestamp, headers }: InputRecord): string {
  return `${JSON.stringify({ key, value, timestamp, headers })}\n`;
}
