/**
 * The file system as Samsa uses it. A real Disk is `node:fs`; the simulated one (`#sim`) loses what was not synced,
 * tears writes and fails on request. One contract suite runs on both.
 *
 * Durability: file contents survive a power loss only after `datasync`, names (created, renamed, removed) only after
 * `syncDirectory` of their parent. Failures are `NodeJS.ErrnoException`s: `isDiskError(error, 'ENOENT')`.
 */
export interface Disk {
  /** How many files, sockets among them, the process may have open; past it they fail with `EMFILE`. */
  readonly openFilesLimit: number;
  openFile(path: string, mode: OpenMode): Promise<DiskFile>;
  readFile(path: string): Promise<Buffer>;
  /** Entries of a directory, sorted by name. */
  list(directory: string): Promise<DirectoryEntry[]>;
  /** Null where nothing has that name. */
  stat(path: string): Promise<FileStat | null>;
  /** Creates missing parents too; an existing directory is fine. */
  makeDirectory(path: string): Promise<void>;
  /** Replaces an existing file at `to`. */
  rename(from: string, to: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Removes the directory and all below it. */
  removeDirectory(path: string): Promise<void>;
  syncDirectory(path: string): Promise<void>;
  /** Bytes of the volume that holds `path`. */
  space(path: string): Promise<{ totalBytes: number; usableBytes: number }>;
  /** Takes an exclusive lock that ends with the process, or fails with `EWOULDBLOCK` where another process holds it. */
  lock(path: string): Promise<DiskLock>;
}

/** `read`: must exist. `write`: must exist, read and write. `create`: read and write, created when missing, kept when not. */
export type OpenMode = 'read' | 'write' | 'create';

export interface DiskFile {
  /** Fills `target` from `position`; returns the bytes read, fewer only at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  readSync(target: Uint8Array, position: number): number;
  /** Writes all chunks at `position`, however many system calls that takes. A failure may leave a part of them written. */
  writev(chunks: readonly Uint8Array[], position: number): Promise<void>;
  /** As `writev`, on the calling thread: cheaper where the page cache takes the bytes. */
  writevSync(chunks: readonly Uint8Array[], position: number): void;
  size(): Promise<number>;
  truncate(size: number): Promise<void>;
  /** Contents and size reach the medium. After a failure the file's state on the medium is unknown: stop, never retry. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface DirectoryEntry {
  name: string;
  isDirectory: boolean;
}

export interface FileStat {
  size: number;
  isDirectory: boolean;
  /** Milliseconds since the epoch. */
  modifiedAtMs: number;
}

export interface DiskLock {
  release(): Promise<void>;
}

/** True for a file system failure, of kind `code` (`ENOENT`, `ENOSPC`, `EIO`, …) where one is given. */
export function isDiskError(error: unknown, code?: string): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return false;
  return code === undefined || error.code === code;
}
