/** Failures as `node:fs` and `node:net` report them, and the one that tells that a simulated machine is no more. */
import { constants } from 'node:os';

const MEANINGS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EBUSY: 'resource busy or locked',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EEXIST: 'file already exists',
  EMFILE: 'too many open files',
  EINVAL: 'invalid argument',
  EIO: 'i/o error',
  EISDIR: 'illegal operation on a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EPIPE: 'broken pipe',
  ETIMEDOUT: 'connection timed out',
  EWOULDBLOCK: 'locked by another process',
};

export function diskError(code: string, syscall: string, path: string): NodeJS.ErrnoException {
  const error = systemError(code, syscall, `'${path}'`);
  return Object.assign(error, { path });
}

export function systemError(code: string, syscall: string, subject: string): NodeJS.ErrnoException {
  const errno = -((constants.errno as Readonly<Record<string, number>>)[code] ?? 0);
  return Object.assign(new Error(`${code}: ${MEANINGS[code] ?? 'failed'}, ${syscall} ${subject}`), {
    code,
    errno,
    syscall,
  });
}

/** Thrown where code of a dead machine would go on: by `halt`, by synchronous I/O, and out of `Machine.finish`. */
export class MachineDied extends Error {
  override readonly name = 'MachineDied';
}

let isFiltering = false;

/**
 * `halt` throws into code that, in a real process, would not be there any more; where that code is the end of a promise
 * that nobody holds, Node would report an unhandled rejection and fail the test. Those reports stop here.
 */
export function ignoreRejectionsOfTheDead(): void {
  if (isFiltering) return;
  isFiltering = true;
  const emit: (event: string | symbol, ...values: unknown[]) => boolean = process.emit.bind(process);
  const filtered = (event: string | symbol, ...values: unknown[]): boolean =>
    (event === 'unhandledRejection' && values[0] instanceof MachineDied) || emit(event, ...values);
  Object.assign(process, { emit: filtered });
}
