/** `samsa produce`: each line a record. Ctrl-C sends what was read and ends. */
import { UsageError } from '../exit-code.ts';
import { inputFiles, totalSize } from '../records/input-files.ts';
import type { InputFile } from '../records/input-files.ts';
import { LineSplitter } from '../records/line-splitter.ts';
import type { Surroundings } from '../surroundings.ts';
import { lineReader } from './line-records.ts';
import type { ProduceOptions } from './produce-command.ts';
import { sendAll } from './send-all.ts';

export interface ProduceArguments {
  readonly topic: string;
  readonly files: readonly string[];
}

export async function produce(
  surroundings: Surroundings,
  { topic, files }: ProduceArguments,
  options: ProduceOptions,
): Promise<void> {
  if (options.json === true && options.keySeparator !== undefined) {
    throw new UsageError('--json lines have their keys in them: leave --key-separator out.');
  }
  if (options.delimiter === '' || options.keySeparator === '') {
    throw new UsageError('--delimiter and --key-separator must not be empty.');
  }
  const inputs = inputFiles(files, surroundings);
  await sendAll(surroundings, {
    topic,
    options,
    total: totalSize(inputs),
    verb: 'Sending',
    hint: inputs.some(({ isTerminal }) => isTerminal) ? 'Each line is a record; Ctrl-D ends.' : null,
    chunks: (signal) => lineChunks(inputs, options, signal),
  });
}

async function* lineChunks(inputs: readonly InputFile[], options: ProduceOptions, signal: AbortSignal) {
  let bytesRead = 0;
  for (const input of inputs) {
    const read = lineReader(input.name, options);
    const splitter = new LineSplitter(options.delimiter);
    let number = 0;
    for await (const chunk of input.chunks(signal)) {
      bytesRead += chunk.length;
      yield { records: splitter.push(chunk).map((line) => read(line, ++number)), bytesRead };
    }
    if (!signal.aborted) yield { records: splitter.end().map((line) => read(line, ++number)), bytesRead };
  }
}
