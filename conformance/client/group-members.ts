/** Members of a group at work, each counting what it was given; checks look at who has what and what was processed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, ConsumerOptions } from '../../src/client/index.ts';
import { isKafkaError } from '../../src/client/index.ts';
import type { World } from './scenario.ts';

export interface Processed {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

export class GroupMember {
  readonly consumer: Consumer;
  readonly processed: Processed[] = [];
  /** Assigned, revoked and lost, in order, as `+0,1 -1 !0`. */
  readonly events: string[] = [];
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  /** What ended the iteration, where it was not `stop`. */
  failure: unknown = null;

  constructor(world: World, options: Partial<ConsumerOptions>) {
    const note =
      (sign: string) =>
      (partitions: readonly { partition: number }[]): void => {
        if (partitions.length > 0) this.events.push(`${sign}${partitions.map(({ partition }) => partition).join()}`);
      };
    this.consumer = world.consumer({
      autoOffsetReset: 'earliest',
      sessionTimeoutMs: 6000,
      heartbeatIntervalMs: 300,
      autoCommitIntervalMs: 200,
      ...options,
      rebalanceListener: {
        onPartitionsAssigned: note('+'),
        onPartitionsRevoked: note('-'),
        onPartitionsLost: note('!'),
      },
    });
  }

  /** Reads until `close` or `stop`; `workMs` is what each record takes. */
  start(topics: readonly string[], workMs: number = 0): this {
    this.consumer.subscribe(topics);
    return this.read(workMs);
  }

  read(workMs: number = 0): this {
    this.#work = this.#consume(workMs).catch((error: unknown) => {
      if (!this.#stop.signal.aborted || !isKafkaError(error, 'ABORTED')) this.failure = error;
    });
    return this;
  }

  get partitions(): number[] {
    return this.consumer
      .assignment()
      .map(({ partition }) => partition)
      .toSorted((a, b) => a - b);
  }

  /** Ends reading, commits and leaves. */
  async close(options: { leaveGroup?: boolean } = {}): Promise<void> {
    this.#stop.abort();
    await this.#work;
    await this.consumer.close(options);
    if (this.failure !== null) throw new Error('the member failed', { cause: this.failure });
  }

  async #consume(workMs: number): Promise<void> {
    for await (const record of this.consumer.records({ signal: this.#stop.signal })) {
      if (workMs > 0) await delay(workMs);
      this.processed.push({ partition: record.partition, offset: record.offset, value: record.text() ?? '' });
    }
  }
}

/** Each partition is somebody's, and nobody's twice. */
export function areSpread(members: readonly GroupMember[], partitions: number): boolean {
  const owned = members.flatMap((member) => member.partitions).toSorted((a, b) => a - b);
  return owned.length === partitions && owned.every((partition, index) => partition === index);
}

/** How often each place was processed, over all members. */
export function timesProcessed(members: readonly GroupMember[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { partition, offset } of members.flatMap(({ processed }) => processed)) {
    const place = `${partition}:${offset}`;
    times.set(place, (times.get(place) ?? 0) + 1);
  }
  return times;
}
