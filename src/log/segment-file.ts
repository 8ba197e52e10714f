/**
 * Open `.log` files of all logs, bounded: a file is opened when it is first needed and stays open until others need the
 * place. Thousands of partitions with many segments each would otherwise run the process out of descriptors.
 */
import { assert, isDiskError, type Disk, type DiskFile, type Linked, LinkedSet, type OpenMode } from '#kernel';

/** Of what the process may have open; connections, other files and directories that are synced need the rest. */
const SHARE_OF_LIMIT = 0.5;

export class FilePool {
  readonly disk: Disk;
  readonly #maxOpen: number;
  /** Open and unused, longest unused first. */
  readonly #idle = new LinkedSet<SegmentFile>();
  #open = 0;

  constructor(disk: Disk, maxOpen: number) {
    this.disk = disk;
    this.#maxOpen = Math.max(1, Math.min(maxOpen, Math.floor(disk.openFilesLimit * SHARE_OF_LIMIT)));
  }

  /** Where connections have taken the rest, what is open and unused makes room. */
  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    try {
      return await this.disk.openFile(path, mode);
    } catch (error) {
      if (!isDiskError(error, 'EMFILE') || this.#idle.size === 0) throw error;
      await Promise.allSettled(this.#idle.toArray().map((file) => file.close()));
      return this.disk.openFile(path, mode);
    }
  }

  get openCount(): number {
    return this.#open;
  }

  opened(): void {
    this.#open++;
  }

  closed(): void {
    this.#open--;
  }

  busy(file: SegmentFile): void {
    this.#idle.delete(file);
  }

  idle(file: SegmentFile): void {
    this.#idle.add(file);
    if (this.#open <= this.#maxOpen) return;
    // Read-only by now as far as this handle goes: nothing is lost when closing fails.
    this.#idle.first?.close().catch(() => undefined);
  }
}

export class SegmentFile implements Linked<SegmentFile> {
  earlier: SegmentFile | null = null;
  later: SegmentFile | null = null;
  readonly #pool: FilePool;
  #path: string;
  #handle: DiskFile | null = null;
  #opening: Promise<DiskFile> | null = null;
  #users = 0;
  #onIdle: (() => void) | null = null;
  #mustCreate: boolean;

  /** `isNew`: the file is created when it is first used. */
  constructor(pool: FilePool, path: string, isNew: boolean) {
    this.#pool = pool;
    this.#path = path;
    this.#mustCreate = isNew;
  }

  get path(): string {
    return this.#path;
  }

  /** Whether the next `acquire` creates the file, so that its name needs to be made durable. */
  get mustCreate(): boolean {
    return this.#mustCreate;
  }

  /** Whether `acquireOpen` may be called. */
  get isOpen(): boolean {
    return this.#handle !== null;
  }

  /** `acquire` where `isOpen`. Each acquire is followed by one `release`. */
  acquireOpen(): DiskFile {
    assert(this.#handle !== null, 'an open file is acquired');
    if (this.#users++ === 0) this.#pool.busy(this);
    return this.#handle;
  }

  async acquire(): Promise<DiskFile> {
    if (this.#handle !== null) return this.acquireOpen();
    this.#users++;
    try {
      this.#opening ??= this.#openFile();
      return await this.#opening;
    } catch (error) {
      this.#users--;
      throw error;
    }
  }

  release(): void {
    assert(this.#users > 0, 'a file is released once for each time it was acquired');
    if (--this.#users > 0 || this.#handle === null) return;
    this.#pool.idle(this);
    this.#onIdle?.();
  }

  async #openFile(): Promise<DiskFile> {
    try {
      const handle = await this.#pool.open(this.#path, this.#mustCreate ? 'create' : 'write');
      this.#mustCreate = false;
      this.#handle = handle;
      this.#pool.opened();
      return handle;
    } finally {
      this.#opening = null;
    }
  }

  /** The file has been renamed; an open handle stays good. */
  renamed(path: string): void {
    this.#path = path;
  }

  /** The same bytes lie at `path` too: once it resolves nobody uses the old file any more. Nothing may be written meanwhile. */
  async moved(path: string): Promise<void> {
    this.#path = path;
    while (this.#opening !== null) await this.#opening.catch(() => undefined);
    await this.close();
  }

  /** After whoever uses it now. */
  async close(): Promise<void> {
    while (this.#users > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    const handle = this.#handle;
    if (handle === null) return;
    this.#handle = null;
    this.#pool.busy(this);
    this.#pool.closed();
    await handle.close();
  }
}
