/**
 * The bytes of one simulated file, three times: as programs see them, as they are on the medium, and the changes between
 * the two in order. A sync moves changes to the medium; a power loss keeps of the rest what chance and the rules of
 * file systems allow (`survive`). Invariant: medium + all pending changes = what programs see, except after a failed
 * sync, where the system has dropped changes that programs still see (the "fsyncgate" of 2018).
 */
import type { SeededRandom } from './seeded-random.ts';

/** What happens to all unsynced changes of a volume: single files and names may fare better or worse only if `mixed`. */
export type Loss = 'everything' | 'nothing' | 'mixed';

const SECTOR_BYTES = 512;
const PAGE_BYTES = 4096;
const NO_BYTES = new Uint8Array(0);

interface Change {
  readonly sequence: number;
  readonly position: number;
  /** Null for a truncation (or extension) to `sizeAfter`. */
  readonly bytes: Buffer | null;
  readonly sizeAfter: number;
}

export class FileContent {
  #seen: GrowingBytes;
  #medium: GrowingBytes;
  #pending: Change[] = [];

  /** `bytes` must not change afterwards. */
  constructor(bytes: Uint8Array = NO_BYTES) {
    this.#seen = new GrowingBytes(bytes);
    this.#medium = new GrowingBytes(bytes);
  }

  get size(): number {
    return this.#seen.size;
  }

  read(target: Uint8Array, position: number): number {
    return this.#seen.copyTo(target, position);
  }

  write(bytes: Buffer, position: number, sequence: number): void {
    this.#apply({ sequence, position, bytes, sizeAfter: Math.max(this.size, position + bytes.length) });
  }

  truncate(size: number, sequence: number): void {
    this.#apply({ sequence, position: size, bytes: null, sizeAfter: size });
  }

  /** A sync that was asked for when `sequence` was the last change: all up to it are on the medium. */
  sync(sequence: number): void {
    const covered = this.#takePending(sequence);
    for (const change of covered) applyChange(this.#medium, change);
  }

  /** A sync that failed: of the changes some may have reached the medium, and no later sync will bring the others. */
  failSync(sequence: number, random: SeededRandom): void {
    const covered = this.#takePending(sequence);
    this.#medium = survive(this.#medium, covered, random);
  }

  /** What a power loss leaves. The file itself is not changed. */
  afterPowerLoss(loss: Loss, random: SeededRandom): Uint8Array {
    const left = new GrowingBytes(this.#medium.bytes());
    if (loss === 'mixed') return survive(left, this.#pending, random).bytes();
    if (loss === 'nothing') for (const change of this.#pending) applyChange(left, change);
    return left.bytes();
  }

  #apply(change: Change): void {
    applyChange(this.#seen, change);
    this.#pending.push(change);
  }

  #takePending(sequence: number): Change[] {
    const covered = this.#pending.filter((change) => change.sequence <= sequence);
    this.#pending = this.#pending.filter((change) => change.sequence > sequence);
    return covered;
  }
}

function applyChange(target: GrowingBytes, change: Change): void {
  if (change.bytes === null) target.resize(change.sizeAfter);
  else target.write(change.bytes, change.position);
}

/**
 * Either the changes up to some moment, the last one perhaps cut at any byte; or every page (or, where a page was torn,
 * sector) as of some moment of its own, and the size as of yet another, which leaves zeros where size came without data.
 */
function survive(medium: GrowingBytes, changes: readonly Change[], random: SeededRandom): GrowingBytes {
  if (changes.length === 0) return medium;
  switch (random.below(4)) {
    case 0:
      return surviveInOrder({ medium, changes, random }, false);
    case 1:
      return surviveInOrder({ medium, changes, random }, true);
    case 2:
      return surviveByUnit({ medium, changes, random }, PAGE_BYTES);
    default:
      return surviveByUnit({ medium, changes, random }, SECTOR_BYTES);
  }
}

interface Unsynced {
  readonly medium: GrowingBytes;
  readonly changes: readonly Change[];
  readonly random: SeededRandom;
}

function surviveInOrder({ medium, changes, random }: Unsynced, isTorn: boolean): GrowingBytes {
  const count = random.below(changes.length + 1);
  for (const change of changes.slice(0, count)) applyChange(medium, change);
  const bytes = isTorn ? changes[count]?.bytes : null;
  if (bytes) medium.write(bytes.subarray(0, random.below(bytes.length + 1)), changes[count]?.position ?? 0);
  return medium;
}

function surviveByUnit({ medium, changes, random }: Unsynced, unitBytes: number): GrowingBytes {
  const sizes = [medium.size, ...changes.map((change) => change.sizeAfter)];
  const momentOfUnit = new Map<number, number>();
  const momentOf = (unit: number): number => {
    let moment = momentOfUnit.get(unit);
    if (moment === undefined) {
      moment = random.below(changes.length + 1);
      momentOfUnit.set(unit, moment);
    }
    return moment;
  };
  const image = new GrowingBytes(medium.bytes());
  image.resize(Math.max(...sizes));
  for (const [index, change] of changes.entries()) {
    const end = change.bytes === null ? image.size : change.position + change.bytes.length;
    for (let from = change.position; from < end;) {
      const unit = Math.floor(from / unitBytes);
      const to = Math.min(end, (unit + 1) * unitBytes);
      if (index < momentOf(unit)) {
        if (change.bytes === null) image.clear(from, to);
        else image.write(change.bytes.subarray(from - change.position, to - change.position), from);
      }
      from = to;
    }
  }
  image.resize(sizes[random.below(sizes.length)] ?? medium.size);
  return image;
}

/**
 * Bytes whose room doubles as they grow. What lies past the size is zero. Bytes that were given at first or handed
 * out are shared, and copied before the next change.
 */
class GrowingBytes {
  size: number;
  #room: Uint8Array;
  #isShared = true;

  constructor(bytes: Uint8Array) {
    this.#room = bytes;
    this.size = bytes.length;
  }

  bytes(): Uint8Array {
    this.#isShared = true;
    return this.#room.subarray(0, this.size);
  }

  copyTo(target: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(target.length, this.size - position));
    if (count > 0) target.set(this.#room.subarray(position, position + count));
    return count;
  }

  write(bytes: Uint8Array, position: number): void {
    if (bytes.length === 0) return;
    this.#own(position + bytes.length).set(bytes, position);
    this.size = Math.max(this.size, position + bytes.length);
  }

  clear(from: number, to: number): void {
    this.#own(to).fill(0, from, to);
  }

  resize(size: number): void {
    const room = this.#own(size);
    if (size < this.size) room.fill(0, size, this.size);
    this.size = size;
  }

  #own(needed: number): Uint8Array {
    if (!this.#isShared && needed <= this.#room.length) return this.#room;
    // allocUnsafe takes small rooms from Node's pool: a simulated world makes very many of them.
    const room = Buffer.allocUnsafe(
      Math.max(256, needed, needed > this.#room.length ? 2 * this.#room.length : this.size),
    );
    room.set(this.#room.subarray(0, this.size));
    room.fill(0, this.size);
    this.#room = room;
    this.#isShared = false;
    return room;
  }
}
