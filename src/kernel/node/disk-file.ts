/**
 * An open file over a plain descriptor: on the append path a promise-based FileHandle costs more than the write itself.
 * What FileHandle would guard is guarded here: a descriptor is closed only after its last operation, since the system
 * gives its number to the next file at once, and a late write would land there.
 */
import fs from 'node:fs';
import { assert } from '../assert.ts';
import type { DiskFile, OpenMode } from '../disk.ts';
import { UnwrittenChunks } from './unwritten-chunks.ts';

const FLAGS: Readonly<Record<OpenMode, number>> = {
  read: fs.constants.O_RDONLY,
  write: fs.constants.O_RDWR,
  create: fs.constants.O_RDWR | fs.constants.O_CREAT,
};

export function openNodeFile(path: string, mode: OpenMode): Promise<DiskFile> {
  return new Promise((resolve, reject) => {
    fs.open(path, FLAGS[mode], 0o644, (error, descriptor) => {
      if (error === null) resolve(new NodeDiskFile(path, descriptor));
      else reject(error);
    });
  });
}

type Callback = (error: NodeJS.ErrnoException | null, result?: number) => void;

class NodeDiskFile implements DiskFile {
  readonly #path: string;
  #descriptor: number;
  #pending = 0;
  #onIdle: (() => void) | null = null;

  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const start = filled;
      const count = await this.#run((descriptor, done) =>
        fs.read(descriptor, target, start, target.length - start, position + start, done),
      );
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  readSync(target: Uint8Array, position: number): number {
    const descriptor = this.#open();
    let filled = 0;
    while (filled < target.length) {
      const count = fs.readSync(descriptor, target, filled, target.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  async writev(chunks: readonly Uint8Array[], position: number): Promise<void> {
    const rest = new UnwrittenChunks(chunks, position);
    while (rest.length > 0) {
      const batch = rest.next();
      rest.advance(
        await this.#run((descriptor, done) => {
          const only = batch.length === 1 ? batch[0] : undefined;
          if (only === undefined) fs.writev(descriptor, batch, rest.position, done);
          else fs.write(descriptor, only, 0, only.length, rest.position, done);
        }),
      );
    }
  }

  writevSync(chunks: readonly Uint8Array[], position: number): void {
    const descriptor = this.#open();
    const rest = new UnwrittenChunks(chunks, position);
    while (rest.length > 0) rest.advance(fs.writevSync(descriptor, rest.next(), rest.position));
  }

  async size(): Promise<number> {
    let size = 0;
    await this.#run((descriptor, done) =>
      fs.fstat(descriptor, (error, stats) => {
        if (error === null) size = stats.size;
        done(error);
      }),
    );
    return size;
  }

  async truncate(size: number): Promise<void> {
    await this.#run((descriptor, done) => fs.ftruncate(descriptor, size, done));
  }

  async datasync(): Promise<void> {
    await this.#run((descriptor, done) => fs.fdatasync(descriptor, done));
  }

  async close(): Promise<void> {
    const descriptor = this.#open();
    this.#descriptor = -1;
    if (this.#pending > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await new Promise<void>((resolve, reject) => {
      fs.close(descriptor, (error) => (error ? reject(error) : resolve()));
    });
  }

  #open(): number {
    assert(this.#descriptor >= 0, `${this.#path} is open`);
    return this.#descriptor;
  }

  #run(operation: (descriptor: number, done: Callback) => void): Promise<number> {
    const descriptor = this.#open();
    this.#pending++;
    return new Promise((resolve, reject) => {
      operation(descriptor, (error, result = 0) => {
        this.#pending--;
        if (error) reject(error);
        else resolve(result);
        if (this.#pending === 0) this.#onIdle?.();
      });
    });
  }
}
