/**
 * The exclusive lock on a data directory. Kafka takes a POSIX record lock on the empty file `.lock`; Node offers none,
 * but the SQLite inside Node takes just such locks when it begins an exclusive transaction. So Samsa opens the empty
 * `.lock` as an SQLite database and holds a transaction open that never writes: the file stays empty, the system drops
 * the lock with the process, and Kafka and Samsa shut each other out. docs/decisions/0004 has the alternatives.
 *
 * Invariant: this process never opens a locked file by any other way, because closing any descriptor of a file drops
 * every POSIX lock that the process holds on it.
 */
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { DiskLock } from '../disk.ts';

/** A database that nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5;

export async function lockFile(path: string): Promise<DiskLock> {
  const { DatabaseSync } = await import('node:sqlite');
  await access(dirname(path), constants.W_OK);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw await lockFailure(path, error);
  }
  held.add(database);
  return { release: () => release(database) };
}

async function release(database: DatabaseSync): Promise<void> {
  if (held.delete(database)) database.close();
}

async function lockFailure(path: string, cause: unknown): Promise<Error> {
  const errorCode = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  if (errorCode === SQLITE_BUSY) {
    const holder = await lockHolder(path);
    const owner = holder === null ? 'another process' : `process ${holder}`;
    return systemError('EWOULDBLOCK', `${path} is locked by ${owner}`, cause);
  }
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return systemError('EIO', `${path} cannot be locked (${detail}); a lock file is an empty file`, cause);
}

function systemError(code: string, message: string, cause: unknown): Error {
  return Object.assign(new Error(`${code}: ${message}`, { cause }), { code, syscall: 'lock' });
}

/** The process that holds a lock on the file, as Linux lists it; null where the system does not say. */
async function lockHolder(path: string): Promise<number | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    const hex = (part: bigint): string => part.toString(16).padStart(2, '0');
    const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
    const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
    const file = `${hex(major)}:${hex(minor)}:${ino}`;
    for (const line of (await readFile('/proc/locks', 'utf8')).split('\n')) {
      const [, kind, , , pid, id] = line.split(/\s+/);
      if (kind === 'POSIX' && id === file && Number(pid) > 0) return Number(pid);
    }
    return null;
  } catch {
    return null;
  }
}
