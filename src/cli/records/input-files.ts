/**
 * Files, and standard input for `-` or where there is no file, as one stream of chunks with a name for messages. How much
 * there is in all is known where all are files, so that progress can say how long it takes.
 */
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';

const CHUNK_BYTES = 256 * 1024;

export interface InputFile {
  /** `standard input`, or the file. */
  readonly name: string;
  /** Null where it cannot be known. */
  readonly size: number | null;
  readonly isTerminal: boolean;
  /** Ends early, without a failure, once the signal is aborted. */
  chunks(signal: AbortSignal): AsyncIterable<Buffer>;
}

/** Throws a UsageError where a file cannot be read, before anything is sent. */
export function inputFiles(files: readonly string[], { stdin }: Pick<Surroundings, 'stdin'>): readonly InputFile[] {
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('Standard input (-) can be read once only.');
  return (files.length === 0 ? ['-'] : files).map((file) => {
    if (file !== '-') return readableFile(file);
    return {
      name: 'standard input',
      size: null,
      isTerminal: stdin.isTTY === true,
      chunks: (signal) => untilAborted(stdin, signal),
    };
  });
}

/** The sum of all sizes, or null. */
export function totalSize(inputs: readonly InputFile[]): number | null {
  let total = 0;
  for (const { size } of inputs) {
    if (size === null) return null;
    total += size;
  }
  return total;
}

function readableFile(file: string): InputFile {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new UsageError(`${file} is a directory: give a file.`);
    return {
      name: file,
      size: stat.isFile() ? stat.size : null,
      isTerminal: false,
      chunks: (signal) => untilAborted(createReadStream(file, { highWaterMark: CHUNK_BYTES }), signal),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): check the path.`, {
      cause: error,
    });
  }
}

async function* untilAborted(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (signal.aborted) return;
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      if (signal.aborted) return;
      yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    }
  } catch (error) {
    // A stream that is destroyed while somebody waits for it ends with an error of its own.
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}
