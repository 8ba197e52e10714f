/**
 * Moves a log to another of the broker's directories while it is served (KIP-113): its files are copied to a directory with
 * the suffix `-future`, then commits stand still for the rest of them, and the copy takes the log's place.
 *
 * Invariant: whatever stops the process, one whole log is there. The copy bears a mark before it gets the log's name, and
 * nothing is appended until the old directory has lost it: of two directories with the same name the marked one is whole,
 * and the other one as good, so that the next start keeps the marked and removes the other.
 */
import { type Disk, isDiskError } from '#kernel';
import { writeWholeFile } from './atomic-file.ts';
import { CLEANED_SUFFIX, DELETED_SUFFIX, LOG_SUFFIX, SWAP_SUFFIX } from './topic-partition.ts';
import type { UnifiedLog } from './unified-log.ts';

/** In a directory that has just taken the place of another one. */
export const RELOCATED_MARK = 'samsa-relocated';
const CHUNK_BYTES = 1_048_576;
/** So little may be left to copy when commits begin to stand still; a log that grows faster than that gets so many rounds. */
const SMALL_REST_BYTES = 4_194_304;
const MAX_ROUNDS = 20;
const TEMPORARY_SUFFIXES = [DELETED_SUFFIX, CLEANED_SUFFIX, SWAP_SUFFIX, '.tmp'];

/** How far a move has come, for DescribeLogDirs. */
export interface RelocationProgress {
  /** The directory of `log.dirs` that it goes to. */
  readonly destination: string;
  copiedBytes: number;
  isCancelled: boolean;
}

export interface RelocationSteps {
  /** `<destination>/<topic>-<partition>.<id>-future`, which is made. */
  readonly futurePath: string;
  readonly finalPath: string;
  readonly progress: RelocationProgress;
  /** Awaited after so many bytes were copied, to copy no faster than is allowed. */
  pace(bytes: number): Promise<void>;
  /** All is copied: the checkpoints of the destination have the log too, durably. */
  takeOver(): Promise<void>;
  /** The old directory loses the log's name, durably. */
  retire(oldPath: string): Promise<void>;
  /** The copy could not be made. */
  failed(error: Error): void;
}

/** To be run as the log's only maintenance work. False where it was called off, and then nothing has changed. */
export async function relocate(disk: Disk, log: UnifiedLog, steps: RelocationSteps): Promise<boolean> {
  const copy = new DirectoryCopy(disk, log, steps);
  if (!(await copy.begin())) return await copy.discard();
  await log.writer.hold();
  try {
    if (!(await copy.finish())) return await copy.discard();
    const oldPath = log.directory;
    await steps.takeOver();
    await disk.rename(steps.futurePath, steps.finalPath);
    await disk.syncDirectory(steps.progress.destination);
    await log.moveTo(steps.finalPath);
    await steps.retire(oldPath);
    await disk.removeFile(`${steps.finalPath}/${RELOCATED_MARK}`);
    return true;
  } finally {
    log.writer.release();
  }
}

class DirectoryCopy {
  readonly #disk: Disk;
  readonly #log: UnifiedLog;
  readonly #steps: RelocationSteps;
  readonly #copied = new Map<string, number>();
  /** Commits stand still: nothing is held back any more. */
  #isFinishing = false;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(disk: Disk, log: UnifiedLog, steps: RelocationSteps) {
    this.#disk = disk;
    this.#log = log;
    this.#steps = steps;
  }

  get #isCancelled(): boolean {
    return this.#steps.progress.isCancelled || this.#log.isClosed;
  }

  /** Most of it, beside the log's appends. False where it has to be given up: called off, or no room for it. */
  begin(): Promise<boolean> {
    return this.#unlessFull(async () => {
      await this.#disk.makeDirectory(this.#steps.futurePath);
      for (let round = 0; round < MAX_ROUNDS; round++) {
        if ((await this.#catchUp()) < SMALL_REST_BYTES) break;
      }
    });
  }

  /** The rest while nothing is appended, all of it on the medium, with the mark of a whole copy. False as from `begin`. */
  finish(): Promise<boolean> {
    this.#isFinishing = true;
    return this.#unlessFull(async () => {
      await this.#catchUp();
      if (this.#isCancelled) return;
      await writeWholeFile(this.#disk, `${this.#steps.futurePath}/${RELOCATED_MARK}`, '');
      await this.#disk.syncDirectory(this.#steps.futurePath);
    });
  }

  /** A disk that takes no copy is no harm to the log, which stays where it is. */
  async #unlessFull(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return !this.#isCancelled;
    } catch (error) {
      if (!isDiskError(error)) throw error;
      this.#steps.failed(error);
      return false;
    }
  }

  /** Copies what is new since the last time; returns how many bytes that was. Segments only grow, other files are replaced. */
  async #catchUp(): Promise<number> {
    const { directory } = this.#log;
    let total = 0;
    for (const { name, isDirectory } of await this.#disk.list(directory)) {
      if (isDirectory || isTemporary(name)) continue;
      if (this.#isCancelled) return total;
      const size = (await this.#disk.stat(`${directory}/${name}`))?.size ?? 0;
      const from = name.endsWith(LOG_SUFFIX) ? (this.#copied.get(name) ?? 0) : 0;
      if (this.#copied.has(name) && from === size && name.endsWith(LOG_SUFFIX)) continue;
      total += await this.#copy(name, { from, to: size });
      this.#copied.set(name, size);
    }
    return total;
  }

  async #copy(name: string, { from, to }: { from: number; to: number }): Promise<number> {
    const source = await this.#disk.openFile(`${this.#log.directory}/${name}`, 'read');
    const target = await this.#disk.openFile(`${this.#steps.futurePath}/${name}`, 'create');
    try {
      if (from === 0) await target.truncate(0);
      for (let position = from; position < to && !this.#isCancelled;) {
        const chunk = this.#chunk.subarray(0, Math.min(CHUNK_BYTES, to - position));
        const count = await source.read(chunk, position);
        if (count === 0) break;
        await target.writev([chunk.subarray(0, count)], position);
        position += count;
        this.#steps.progress.copiedBytes += count;
        if (!this.#isFinishing) await this.#steps.pace(count);
      }
      await target.datasync();
      return to - from;
    } finally {
      await source.close();
      await target.close();
    }
  }

  async discard(): Promise<false> {
    try {
      await this.#disk.removeDirectory(this.#steps.futurePath);
    } catch (error) {
      // The next start removes it.
      if (!isDiskError(error)) throw error;
    }
    return false;
  }
}

function isTemporary(name: string): boolean {
  return name === RELOCATED_MARK || TEMPORARY_SUFFIXES.some((suffix) => name.endsWith(suffix));
}
