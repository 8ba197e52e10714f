/** An open simulated file. It keeps its contents when its name goes, as an open file does. */
import { assert } from '#kernel';
import type { DiskFile } from '#kernel';
import type { SeededRandom } from './seeded-random.ts';
import type { DiskAction, SimulatedDisk } from './simulated-disk.ts';
import { diskError } from './simulated-error.ts';
import type { FileNode } from './volume.ts';

export interface OpenedFile {
  readonly node: FileNode;
  readonly path: string;
  readonly isWritable: boolean;
}

export class SimulatedFile implements DiskFile {
  readonly #disk: SimulatedDisk;
  readonly #opened: OpenedFile;
  #isClosed = false;
  #pending = 0;
  #onIdle: (() => void) | null = null;

  constructor(disk: SimulatedDisk, opened: OpenedFile) {
    this.#disk = disk;
    this.#opened = opened;
  }

  read(target: Uint8Array, position: number): Promise<number> {
    return this.#start('read', { run: () => this.#opened.node.content.read(target, position) });
  }

  readSync(target: Uint8Array, position: number): number {
    return this.#disk.runNow(this.#action('read', { run: () => this.#opened.node.content.read(target, position) }));
  }

  writev(chunks: readonly Uint8Array[], position: number): Promise<void> {
    return this.#start('write', this.#writing(chunks, position));
  }

  writevSync(chunks: readonly Uint8Array[], position: number): void {
    this.#disk.runNow(this.#action('write', this.#writing(chunks, position)));
  }

  size(): Promise<number> {
    return this.#start('size', { run: () => this.#opened.node.content.size });
  }

  truncate(size: number): Promise<void> {
    return this.#start('truncate', {
      run: () => {
        this.#checkWritable('ftruncate');
        this.#opened.node.content.truncate(size, ++this.#disk.volume.sequence);
        this.#opened.node.modifiedAtMs = this.#disk.host.nowMs();
      },
    });
  }

  datasync(): Promise<void> {
    const { sequence } = this.#disk.volume;
    const { content } = this.#opened.node;
    return this.#start('datasync', {
      run: () => content.sync(sequence),
      runPartly: (random) => content.failSync(sequence, random),
    });
  }

  async close(): Promise<void> {
    assert(!this.#isClosed, `${this.#opened.path} is open`);
    this.#isClosed = true;
    if (this.#pending > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#disk.start({
      kind: 'close',
      path: this.#opened.path,
      isMutation: false,
      run: () => this.#disk.fileClosed(),
    });
  }

  #writing(chunks: readonly Uint8Array[], position: number): Pick<DiskAction<void>, 'run' | 'runPartly'> {
    return {
      run: () => {
        this.#checkWritable('write');
        const bytes = Buffer.concat(chunks);
        const fitting = this.#fitting(bytes.length, position);
        this.#write(bytes.subarray(0, fitting), position);
        if (fitting < bytes.length) throw diskError('ENOSPC', 'write', this.#opened.path);
      },
      runPartly: (random: SeededRandom) => {
        const bytes = Buffer.concat(chunks);
        this.#write(bytes.subarray(0, random.below(bytes.length + 1)), position);
      },
    };
  }

  #write(bytes: Buffer, position: number): void {
    if (bytes.length === 0) return;
    this.#opened.node.content.write(bytes, position, ++this.#disk.volume.sequence);
    this.#opened.node.modifiedAtMs = this.#disk.host.nowMs();
  }

  /** How many of `length` bytes at `position` there is room for. */
  #fitting(length: number, position: number): number {
    const { capacityBytes } = this.#disk.faults;
    if (capacityBytes === Number.POSITIVE_INFINITY) return length;
    const free = Math.max(0, capacityBytes - this.#disk.volume.usedBytes());
    return Math.max(0, Math.min(length, this.#opened.node.content.size + free - position));
  }

  #checkWritable(syscall: string): void {
    if (!this.#opened.isWritable) throw diskError('EBADF', syscall, this.#opened.path);
  }

  #action<T>(kind: DiskAction<T>['kind'], doing: Pick<DiskAction<T>, 'run' | 'runPartly'>): DiskAction<T> {
    assert(!this.#isClosed, `${this.#opened.path} is open`);
    const isMutation = kind === 'write' || kind === 'truncate' || kind === 'datasync';
    return { kind, path: this.#opened.path, isMutation, ...doing };
  }

  async #start<T>(kind: DiskAction<T>['kind'], doing: Pick<DiskAction<T>, 'run' | 'runPartly'>): Promise<T> {
    const action = this.#action(kind, doing);
    this.#pending++;
    try {
      return await this.#disk.start(action);
    } finally {
      this.#pending--;
      if (this.#pending === 0) this.#onIdle?.();
    }
  }
}
