/**
 * A real directory that a test can make fail: an `fsync` that fails once, and nothing at all for a broker that is dead
 * or stands still.
 */
import type { DirectoryEntry, Disk, DiskFile, DiskLock, FileStat, OpenMode } from '#kernel';
import { diskError } from '#sim';
import type { Gate } from './gate.ts';

export class BreakableDisk implements Disk {
  readonly #real: Disk;
  readonly #gate: Gate;
  readonly #files = new Set<DiskFile>();
  readonly #locks = new Set<DiskLock>();
  #nextSyncFailure: string | null = null;
  #pending = 0;

  constructor(real: Disk, gate: Gate) {
    this.#real = real;
    this.#gate = gate;
  }

  get isIdle(): boolean {
    return this.#pending === 0;
  }

  failNextSync(code: string): void {
    this.#nextSyncFailure = code;
  }

  /** What the system takes back from a process that is gone: its locks and open files. */
  async tearDown(): Promise<void> {
    for (const lock of this.#locks) await lock.release();
    await Promise.allSettled([...this.#files].map((file) => file.close()));
  }

  get openFilesLimit(): number {
    return this.#real.openFilesLimit;
  }

  async openFile(path: string, mode: OpenMode): Promise<DiskFile> {
    const file = await this.#pass(this.#real.openFile(path, mode));
    this.#files.add(file);
    return {
      read: (target, position) => this.#pass(file.read(target, position)),
      readSync: (target, position) => file.readSync(target, position),
      writev: (chunks, position) => this.#pass(file.writev(chunks, position)),
      writevSync: (chunks, position) => file.writevSync(chunks, position),
      size: () => this.#pass(file.size()),
      truncate: (size) => this.#pass(file.truncate(size)),
      datasync: () => this.#sync(file, path),
      close: () => {
        this.#files.delete(file);
        return this.#pass(file.close());
      },
    };
  }

  readFile(path: string): Promise<Buffer> {
    return this.#pass(this.#real.readFile(path));
  }

  list(directory: string): Promise<DirectoryEntry[]> {
    return this.#pass(this.#real.list(directory));
  }

  stat(path: string): Promise<FileStat | null> {
    return this.#pass(this.#real.stat(path));
  }

  makeDirectory(path: string): Promise<void> {
    return this.#pass(this.#real.makeDirectory(path));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#pass(this.#real.rename(from, to));
  }

  removeFile(path: string): Promise<void> {
    return this.#pass(this.#real.removeFile(path));
  }

  removeDirectory(path: string): Promise<void> {
    return this.#pass(this.#real.removeDirectory(path));
  }

  syncDirectory(path: string): Promise<void> {
    return this.#pass(this.#real.syncDirectory(path));
  }

  space(path: string): Promise<{ totalBytes: number; usableBytes: number }> {
    return this.#pass(this.#real.space(path));
  }

  async lock(path: string): Promise<DiskLock> {
    const lock = await this.#pass(this.#real.lock(path));
    this.#locks.add(lock);
    return {
      release: () => {
        this.#locks.delete(lock);
        return lock.release();
      },
    };
  }

  #sync(file: DiskFile, path: string): Promise<void> {
    const code = this.#nextSyncFailure;
    this.#nextSyncFailure = null;
    return this.#pass(code === null ? file.datasync() : Promise.reject(diskError(code, 'datasync', path)));
  }

  /** The outcome, once the broker is there to hear of it. */
  #pass<T>(operation: Promise<T>): Promise<T> {
    this.#pending++;
    return new Promise((resolve, reject) => {
      operation.then(
        (value) => this.#end(() => resolve(value)),
        (error: unknown) => this.#end(() => reject(error)),
      );
    });
  }

  #end(settle: () => void): void {
    this.#pending--;
    this.#gate.run(settle);
  }
}
