/**
 * A Disk over a simulated volume. Every asynchronous operation takes effect at one moment of virtual time that the seed
 * chooses, so concurrent ones overtake each other; a sync covers what had taken effect when it was asked for, no more.
 * After its machine's death no operation has an effect: asynchronous ones never end, synchronous ones throw.
 */
import type { DirectoryEntry, Disk, DiskFile, DiskLock, FileStat, OpenMode } from '#kernel';
import { DiskFaults } from './disk-faults.ts';
import type { DiskFault, DiskOperationKind } from './disk-faults.ts';
import { FileContent } from './file-content.ts';
import type { SeededRandom } from './seeded-random.ts';
import { diskError, MachineDied } from './simulated-error.ts';
import { SimulatedFile } from './simulated-file.ts';
import { DirectoryNode, FileNode } from './volume.ts';
import type { Volume } from './volume.ts';

/** The machine that a disk is in. */
export interface DiskHost {
  readonly isDead: boolean;
  readonly random: SeededRandom;
  nowMs(): number;
  schedule(delayMs: number, task: () => void): void;
  die(reason: string): void;
}

/** What an operation does to the volume once its moment has come. */
export interface DiskAction<T> {
  readonly kind: DiskOperationKind;
  readonly path: string;
  /** Changes or syncs something: may be cut off by a crash, and counts as a crash point. */
  readonly isMutation: boolean;
  run(): T;
  /** What is left behind when it is cut off or fails; absent where it happens wholly or not at all. */
  runPartly?(random: SeededRandom): void;
}

/** A new one each time: a shared promise would hold on to everything that ever waited for it. */
function never(): Promise<never> {
  return new Promise(() => {});
}

export class SimulatedDisk implements Disk {
  readonly faults: DiskFaults = new DiskFaults();
  readonly volume: Volume;
  readonly host: DiskHost;
  #mutations = 0;
  #openFiles = 0;
  readonly #inFlight: Set<DiskAction<unknown>> = new Set();
  readonly #locked: Set<FileNode> = new Set();

  constructor(volume: Volume, host: DiskHost) {
    this.volume = volume;
    this.host = host;
  }

  /** One of those that `openFile` gave. */
  fileClosed(): void {
    this.#openFiles--;
  }

  /** Operations so far that change or sync something: the crash points of a run are 1 to this. */
  get mutations(): number {
    return this.#mutations;
  }

  get openFilesLimit(): number {
    return this.faults.maxOpenFiles;
  }

  openFile(path: string, mode: OpenMode): Promise<DiskFile> {
    const isCreation = mode === 'create' && this.volume.find(path) === null;
    const kind = isCreation ? 'create' : 'open';
    const run = (): DiskFile => {
      if (this.#openFiles >= this.faults.maxOpenFiles) throw diskError('EMFILE', 'open', path);
      this.#openFiles++;
      const node = mode === 'create' ? this.#findOrCreate(path) : this.volume.file(path, 'open');
      return new SimulatedFile(this, { node, path, isWritable: mode !== 'read' });
    };
    return this.start({ kind, path, isMutation: isCreation, run });
  }

  readFile(path: string): Promise<Buffer> {
    const run = (): Buffer => {
      const { content } = this.volume.file(path, 'open');
      const bytes = Buffer.alloc(content.size);
      content.read(bytes, 0);
      return bytes;
    };
    return this.start({ kind: 'read', path, isMutation: false, run });
  }

  list(path: string): Promise<DirectoryEntry[]> {
    const run = (): DirectoryEntry[] => {
      const { seen } = this.volume.directory(path, 'scandir');
      const names = [...seen].sort(([left], [right]) => (left < right ? -1 : 1));
      return names.map(([name, node]) => ({ name, isDirectory: node instanceof DirectoryNode }));
    };
    return this.start({ kind: 'list', path, isMutation: false, run });
  }

  stat(path: string): Promise<FileStat | null> {
    const run = (): FileStat | null => {
      const node = this.volume.find(path);
      if (node === null) return null;
      const size = node instanceof FileNode ? node.content.size : 0;
      return { size, isDirectory: node instanceof DirectoryNode, modifiedAtMs: node.modifiedAtMs };
    };
    return this.start({ kind: 'stat', path, isMutation: false, run });
  }

  makeDirectory(path: string): Promise<void> {
    return this.start({ kind: 'makeDirectory', path, isMutation: true, run: () => this.#makeDirectory(path) });
  }

  rename(from: string, to: string): Promise<void> {
    return this.start({ kind: 'rename', path: from, isMutation: true, run: () => this.#rename(from, to) });
  }

  removeFile(path: string): Promise<void> {
    const run = (): void => {
      this.volume.file(path, 'unlink');
      const { directory, name } = this.volume.parent(path, 'unlink');
      this.volume.change([{ directory, name, node: null }], this.host.nowMs());
    };
    return this.start({ kind: 'removeFile', path, isMutation: true, run });
  }

  removeDirectory(path: string): Promise<void> {
    return this.start({
      kind: 'removeDirectory',
      path,
      isMutation: true,
      run: () => this.#removeTree(path, () => true),
      runPartly: (random) => this.#removeTree(path, () => random.chance(0.7)),
    });
  }

  syncDirectory(path: string): Promise<void> {
    const { sequence } = this.volume;
    const run = (): void => this.volume.syncNames(this.volume.directory(path, 'fsync'), sequence);
    return this.start({ kind: 'syncDirectory', path, isMutation: true, run });
  }

  space(path: string): Promise<{ totalBytes: number; usableBytes: number }> {
    const run = (): { totalBytes: number; usableBytes: number } => {
      const totalBytes = Math.min(this.faults.capacityBytes, 2 ** 40);
      return { totalBytes, usableBytes: Math.max(0, totalBytes - this.volume.usedBytes()) };
    };
    return this.start({ kind: 'space', path, isMutation: false, run });
  }

  lock(path: string): Promise<DiskLock> {
    const run = (): DiskLock => {
      const node = this.#findOrCreate(path);
      if (node.lock !== null) throw diskError('EWOULDBLOCK', 'lock', path);
      node.lock = this;
      this.#locked.add(node);
      return { release: async () => this.#unlock(node) };
    };
    return this.start({ kind: 'lock', path, isMutation: this.volume.find(path) === null, run });
  }

  /** Starts an operation; it takes effect and ends together, later. */
  start<T>(action: DiskAction<T>): Promise<T> {
    if (this.host.isDead) return never();
    const operation = this.#announce(action);
    const fault = this.faults.intercept?.(operation) ?? null;
    if (action.isMutation) this.#inFlight.add(action);
    if (fault === 'crash') {
      this.host.die(`power loss during ${action.kind} ${action.path}`);
      return never();
    }
    return new Promise((resolve, reject) => {
      this.host.schedule(this.faults.latencyMs(operation, this.host.random), () => {
        this.#inFlight.delete(action);
        try {
          if (fault !== null) this.#fail(action, fault);
          resolve(action.run());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** An operation on the calling thread: takes effect at once. */
  runNow<T>(action: DiskAction<T>): T {
    if (this.host.isDead) throw new MachineDied(`${action.kind} ${action.path} on a dead machine`);
    const fault = this.faults.intercept?.(this.#announce(action)) ?? null;
    if (fault === 'crash') {
      this.#inFlight.add(action);
      this.host.die(`power loss during ${action.kind} ${action.path}`);
      throw new MachineDied(`power loss during ${action.kind} ${action.path}`);
    }
    if (fault !== null) this.#fail(action, fault);
    return action.run();
  }

  /** After the machine's death: what was under way took effect wholly, partly or not at all, and locks are gone. */
  abandon(): void {
    const { random } = this.host;
    for (const action of this.#inFlight) {
      const way = random.below(3);
      try {
        if (way === 0) action.run();
        else if (way === 1) action.runPartly?.(random);
      } catch {
        // It would have failed; nobody is left to hear of it.
      }
    }
    this.#inFlight.clear();
    for (const node of this.#locked) this.#unlock(node);
  }

  #announce(action: DiskAction<unknown>): Parameters<NonNullable<DiskFaults['intercept']>>[0] {
    if (action.isMutation) this.#mutations++;
    const { kind, path, isMutation } = action;
    return { kind, path, isMutation, mutation: this.#mutations };
  }

  #fail(action: DiskAction<unknown>, fault: DiskFault): never {
    action.runPartly?.(this.host.random);
    throw diskError(fault, action.kind, action.path);
  }

  #findOrCreate(path: string): FileNode {
    if (this.volume.find(path) !== null) return this.volume.file(path, 'open');
    const { directory, name } = this.volume.parent(path, 'open');
    const node = new FileNode(new FileContent(), this.host.nowMs());
    this.volume.change([{ directory, name, node }], this.host.nowMs());
    return node;
  }

  #makeDirectory(path: string): void {
    const node = this.volume.find(path);
    if (node instanceof FileNode) throw diskError('EEXIST', 'mkdir', path);
    if (node !== null) return;
    const parentPath = path.replace(/\/+[^/]+\/*$/, '') || '/';
    if (parentPath !== path) this.#makeDirectory(parentPath);
    const { directory, name } = this.volume.parent(path, 'mkdir');
    const made = new DirectoryNode(this.host.nowMs());
    this.volume.change([{ directory, name, node: made }], this.host.nowMs());
  }

  #rename(from: string, to: string): void {
    const node = this.volume.find(from);
    if (node === null) throw diskError('ENOENT', 'rename', from);
    const source = this.volume.parent(from, 'rename');
    const target = this.volume.parent(to, 'rename');
    const replaced = target.directory.seen.get(target.name);
    if (replaced === node) return;
    if (replaced !== undefined) checkReplacement(node, replaced, to);
    const cut = { directory: source.directory, name: source.name, node: null };
    this.volume.change([cut, { directory: target.directory, name: target.name, node }], this.host.nowMs());
  }

  #removeTree(path: string, isRemoved: () => boolean): void {
    const top = this.volume.directory(path, 'rm');
    const { directory, name } = this.volume.parent(path, 'rm');
    const remove = (parent: DirectoryNode, child: string, node: FileNode | DirectoryNode): void => {
      if (node instanceof DirectoryNode) for (const [key, below] of node.seen) remove(node, key, below);
      const isEmpty = node instanceof FileNode || node.seen.size === 0;
      if (isEmpty && isRemoved())
        this.volume.change([{ directory: parent, name: child, node: null }], this.host.nowMs());
    };
    remove(directory, name, top);
  }

  #unlock(node: FileNode): void {
    if (this.#locked.delete(node)) node.lock = null;
  }
}

function checkReplacement(node: FileNode | DirectoryNode, replaced: FileNode | DirectoryNode, to: string): void {
  if (node instanceof FileNode && replaced instanceof DirectoryNode) throw diskError('EISDIR', 'rename', to);
  if (node instanceof DirectoryNode && replaced instanceof FileNode) throw diskError('ENOTDIR', 'rename', to);
  if (replaced instanceof DirectoryNode && replaced.seen.size > 0) throw diskError('ENOTEMPTY', 'rename', to);
}
