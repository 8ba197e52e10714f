/**
 * The real file system. Names only; open files are in `disk-file.ts`, the lock in `disk-lock.ts`. Failures pass through
 * as Node reports them, code and system call included.
 *
 * Names, sizes and small files are read at once: a start does that for every log, the kernel has most of it in memory,
 * and a turn through the thread pool costs ten times what the system call does.
 */
import fs, { type Dirent, readFileSync, type Stats } from 'node:fs';
import { mkdir, readFile, rename, rm, statfs, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { DirectoryEntry, Disk, FileStat } from '../disk.ts';
import { isDiskError } from '../disk.ts';
import { openNodeFile } from './disk-file.ts';
import { lockFile } from './disk-lock.ts';

/** By Linux's own account, which costs less than Node's report. */
const LIMITS = '/proc/self/limits';

const SMALL_FILE_BYTES = 65_536;

export const nodeDisk: Disk = {
  get openFilesLimit() {
    return openFilesLimit();
  },
  openFile: openNodeFile,
  readFile: async (path) => (fs.statSync(path).size > SMALL_FILE_BYTES ? readFile(path) : readFileSync(path)),
  list: listDirectory,
  stat: fileStat,
  makeDirectory: (path) => makeDirectories(resolve(path)),
  rename: (from, to) => rename(from, to),
  removeFile: (path) => unlink(path),
  removeDirectory: (path) => rm(path, { recursive: true }),
  syncDirectory,
  space: async (path) => {
    const { bsize, blocks, bavail } = await statfs(path);
    return { totalBytes: bsize * blocks, usableBytes: bsize * bavail };
  },
  lock: lockFile,
};

/** Infinite where there is none that can be told. Node has raised it to the hard one when it started. */
function openFilesLimit(): number {
  try {
    const limit = /^Max open files +(\d+)/m.exec(readFileSync(LIMITS, 'utf8'))?.[1];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch {
    return process.platform === 'win32' ? Number.POSITIVE_INFINITY : reportedLimit();
  }
}

function reportedLimit(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  return Number(userLimits?.open_files?.soft) || Number.POSITIVE_INFINITY;
}

async function listDirectory(directory: string): Promise<DirectoryEntry[]> {
  const isDirectory = (entry: Dirent): boolean =>
    entry.isDirectory() || (entry.isSymbolicLink() && statOrNull(join(directory, entry.name))?.isDirectory() === true);
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isDirectory: isDirectory(entry) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function fileStat(path: string): Promise<FileStat | null> {
  const found = statOrNull(path);
  if (found === null) return null;
  return { size: found.size, isDirectory: found.isDirectory(), modifiedAtMs: Math.floor(found.mtimeMs) };
}

function statOrNull(path: string): Stats | null {
  try {
    return fs.statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (isDiskError(error, 'ENOENT') || isDiskError(error, 'ENOTDIR')) return null;
    throw error;
  }
}

/** Windows has no fsync for directories (its names are journalled): there, and only there, refusals are no failure. */
async function syncDirectory(path: string): Promise<void> {
  try {
    await syncByDescriptor(path);
  } catch (error) {
    const isRefusal = ['EISDIR', 'EPERM', 'EINVAL', 'EBADF', 'EACCES'].some((code) => isDiskError(error, code));
    if (process.platform !== 'win32' || !isRefusal) throw error;
  }
}

/** A start does this for each log: only the sync itself is worth a turn through the thread pool. */
async function syncByDescriptor(path: string): Promise<void> {
  const descriptor = fs.openSync(path, 'r');
  try {
    await new Promise<void>((done, failed) => {
      fs.fsync(descriptor, (error) => (error === null ? done() : failed(error)));
    });
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Parents first where they are missing. Not by mkdir's own `recursive`, which on a file system that refuses with ENOENT,
 * such as /proc, tries for ever (seen in Node 26).
 */
async function makeDirectories(path: string): Promise<void> {
  const parent = dirname(path);
  if (parent !== path && statOrNull(parent) === null) await makeDirectories(parent);
  try {
    await mkdir(path);
  } catch (error) {
    const isThere = isDiskError(error, 'EEXIST') && statOrNull(path)?.isDirectory() === true;
    if (!isThere) throw error;
  }
}
