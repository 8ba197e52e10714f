/** A partition of an internal topic as its coordinator writes and reads it. */
import { KafkaError } from '#kernel';
import type { Clock } from '#kernel';
import type { CoordinatorAppendOptions, PrunableLog } from '#coordinator';
import { Errors, errorForCode } from '#protocol';
import type { Partition } from './partition.ts';

export class PartitionCoordinatorLog implements PrunableLog {
  readonly #partition: Partition;
  readonly #clock: Clock;

  constructor(partition: Partition, clock: Clock) {
    this.#partition = partition;
    this.#clock = clock;
  }

  get leaderEpoch(): number {
    return this.#partition.leaderEpoch;
  }

  get logEndOffset(): number {
    return this.#partition.log.logEndOffset;
  }

  append(batch: Buffer, options: CoordinatorAppendOptions = {}): { errorCode: number; endOffset: number } {
    const { errorCode, lastOffset } = this.#partition.append(batch, {
      ...options,
      origin: 'coordinator',
      now: this.#clock.now(),
    });
    return { errorCode, endOffset: lastOffset + 1 };
  }

  async whenCommitted(endOffset: number): Promise<void> {
    const errorCode = await this.#partition.whenCommitted(endOffset);
    if (errorCode === Errors.NONE.code) return;
    const { name, message, retriable } = errorForCode(errorCode);
    throw new KafkaError(name, message, { retriable });
  }

  async deleteBefore(offset: number): Promise<void> {
    await this.#partition.log.deleteRecordsBefore(offset);
  }

  readForward(): AsyncIterable<Buffer> {
    return this.#partition.log.readForward(this.#partition.log.logStartOffset);
  }
}
