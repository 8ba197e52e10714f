/**
 * A simulated volume: the tree of names as programs see it, and the names that are on the medium. A name is a link from a
 * directory to a node; every change of names is a set of links made or cut at once. Invariant: `syncDirectory` brings to
 * the medium all changes that touch the directory and, as a journal would, every earlier change of the same links.
 */
import { assert } from '#kernel';
import { FileContent } from './file-content.ts';
import type { Loss } from './file-content.ts';
import type { SeededRandom } from './seeded-random.ts';
import { diskError } from './simulated-error.ts';

export class FileNode {
  readonly content: FileContent;
  modifiedAtMs: number;
  /** Who has locked it. */
  lock: object | null = null;

  constructor(content: FileContent, modifiedAtMs: number) {
    this.content = content;
    this.modifiedAtMs = modifiedAtMs;
  }
}

export class DirectoryNode {
  readonly seen: Map<string, VolumeNode> = new Map();
  readonly onMedium: Map<string, VolumeNode> = new Map();
  modifiedAtMs: number;

  constructor(modifiedAtMs: number) {
    this.modifiedAtMs = modifiedAtMs;
  }
}

export type VolumeNode = FileNode | DirectoryNode;

interface Link {
  readonly directory: DirectoryNode;
  readonly name: string;
  /** Null cuts the link. */
  readonly node: VolumeNode | null;
}

interface NameChange {
  readonly sequence: number;
  readonly links: readonly Link[];
}

export class Volume {
  readonly root: DirectoryNode;
  /** Counts every change of contents and names: "synced up to" is a number. */
  sequence = 0;
  #pending: NameChange[] = [];

  constructor(root: DirectoryNode = new DirectoryNode(0)) {
    this.root = root;
  }

  find(path: string): VolumeNode | null {
    let node: VolumeNode | undefined = this.root;
    for (const name of pathNames(path)) {
      if (!(node instanceof DirectoryNode)) return null;
      node = node.seen.get(name);
    }
    return node ?? null;
  }

  file(path: string, syscall: string): FileNode {
    const node = this.find(path);
    if (node === null) throw diskError('ENOENT', syscall, path);
    if (!(node instanceof FileNode)) throw diskError('EISDIR', syscall, path);
    return node;
  }

  directory(path: string, syscall: string): DirectoryNode {
    const node = this.find(path);
    if (node === null) throw diskError('ENOENT', syscall, path);
    if (!(node instanceof DirectoryNode)) throw diskError('ENOTDIR', syscall, path);
    return node;
  }

  /** The directory that holds the last name of `path`, and that name. */
  parent(path: string, syscall: string): { directory: DirectoryNode; name: string } {
    const names = pathNames(path);
    const name = names.pop();
    if (name === undefined) throw diskError('EBUSY', syscall, path);
    return { directory: this.directory(`/${names.join('/')}`, syscall), name };
  }

  change(links: readonly Link[], nowMs: number): void {
    this.sequence++;
    for (const link of links) {
      applyLink(link.directory.seen, link);
      link.directory.modifiedAtMs = nowMs;
    }
    this.#pending.push({ sequence: this.sequence, links });
  }

  syncNames(directory: DirectoryNode, sequence: number): void {
    const wanted = new LinkSet();
    const covered = new Set<NameChange>();
    for (const change of this.#pending.toReversed()) {
      const isOfDirectory = change.sequence <= sequence && change.links.some((link) => link.directory === directory);
      if (!isOfDirectory && !wanted.hasAny(change.links)) continue;
      wanted.add(change.links);
      covered.add(change);
    }
    for (const change of this.#pending) {
      if (covered.has(change)) for (const link of change.links) applyLink(link.directory.onMedium, link);
    }
    this.#pending = this.#pending.filter((change) => !covered.has(change));
  }

  usedBytes(node: VolumeNode = this.root): number {
    if (node instanceof FileNode) return node.content.size;
    let sum = 0;
    for (const child of node.seen.values()) sum += this.usedBytes(child);
    return sum;
  }

  /** A volume with what a power loss leaves of this one. */
  afterPowerLoss(random: SeededRandom): Volume {
    const loss = (['everything', 'nothing', 'mixed', 'mixed', 'mixed', 'mixed'] as const)[random.below(6)] ?? 'mixed';
    const names = new MediumNames();
    for (const change of survivingNames(this.#pending, loss, random)) names.apply(change);
    return new Volume(copyTree(this.root, { names, loss, random, copies: new Map() }) as DirectoryNode);
  }
}

function applyLink(names: Map<string, VolumeNode>, link: Link): void {
  if (link.node === null) names.delete(link.name);
  else names.set(link.name, link.node);
}

export function pathNames(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

/** All up to some moment, as one journal keeps order; or any, each with all earlier changes of its links. */
function survivingNames(pending: readonly NameChange[], loss: Loss, random: SeededRandom): readonly NameChange[] {
  if (loss === 'everything') return [];
  if (loss === 'nothing') return pending;
  if (random.chance(0.6)) return pending.slice(0, random.below(pending.length + 1));
  const lost = new LinkSet();
  return pending.filter((change) => {
    const survives = !lost.hasAny(change.links) && random.chance(0.5);
    if (!survives) lost.add(change.links);
    return survives;
  });
}

/** A set of links by directory and name. */
class LinkSet {
  readonly #names: Map<DirectoryNode, Set<string>> = new Map();

  add(links: readonly Link[]): void {
    for (const { directory, name } of links) {
      const names = this.#names.get(directory);
      if (names === undefined) this.#names.set(directory, new Set([name]));
      else names.add(name);
    }
  }

  hasAny(links: readonly Link[]): boolean {
    return links.some(({ directory, name }) => this.#names.get(directory)?.has(name) === true);
  }
}

/** The names on the medium with the surviving changes on top, without touching the volume itself. */
class MediumNames {
  readonly #changed: Map<DirectoryNode, Map<string, VolumeNode>> = new Map();

  apply(change: NameChange): void {
    for (const link of change.links) {
      let names = this.#changed.get(link.directory);
      if (names === undefined) this.#changed.set(link.directory, (names = new Map(link.directory.onMedium)));
      applyLink(names, link);
    }
  }

  of(directory: DirectoryNode): ReadonlyMap<string, VolumeNode> {
    return this.#changed.get(directory) ?? directory.onMedium;
  }
}

interface CopyContext {
  readonly names: MediumNames;
  readonly loss: Loss;
  readonly random: SeededRandom;
  readonly copies: Map<VolumeNode, VolumeNode>;
}

function copyTree(node: VolumeNode, context: CopyContext): VolumeNode {
  const existing = context.copies.get(node);
  if (existing !== undefined) return existing;
  if (node instanceof FileNode) {
    const left = node.content.afterPowerLoss(context.loss, context.random);
    const copy = new FileNode(new FileContent(left), node.modifiedAtMs);
    context.copies.set(node, copy);
    return copy;
  }
  const copy = new DirectoryNode(node.modifiedAtMs);
  context.copies.set(node, copy);
  for (const [name, child] of context.names.of(node)) {
    const childCopy = copyTree(child, context);
    assert(childCopy !== copy, 'a directory does not hold itself');
    copy.seen.set(name, childCopy);
    copy.onMedium.set(name, childCopy);
  }
  return copy;
}
