/**
 * Where reading of a partition begins that has no committed offset. The client has one rule for all topics, kafkajs one for
 * each: where topics differ, the client's is the start, and those that begin at the end are moved there.
 */
import type { Consumer as ClientConsumer, TopicPartition } from '#client';
import { EARLIEST_OFFSET, LATEST_OFFSET } from './constants.ts';
import type { Place } from './partition-map.ts';
import type { RunContext } from './run-context.ts';

type Topics = RunContext['topics'];

/** The client's rule. */
export function offsetReset(topics: Topics): 'earliest' | 'latest' {
  return [...topics.values()].some(({ fromBeginning }) => fromBeginning) ? 'earliest' : 'latest';
}

export class FirstPositions {
  readonly #topics: Topics;
  readonly #consumer: ClientConsumer;

  constructor({ topics }: RunContext, consumer: ClientConsumer) {
    this.#topics = topics;
    this.#consumer = consumer;
  }

  /** Of partitions that have just been assigned. */
  async begin(partitions: readonly TopicPartition[]): Promise<void> {
    if (offsetReset(this.#topics) === 'latest') return;
    const fromEnd = partitions.filter(({ topic }) => this.#topics.get(topic)?.fromBeginning === false);
    if (fromEnd.length === 0) return;
    const committed = await this.#consumer.committed(fromEnd);
    const without = committed.filter(({ offset }) => offset < 0);
    if (without.length > 0) this.#consumer.seekToEnd(without.map(({ topic, partition }) => ({ topic, partition })));
  }

  /** Where the offset is one of those that stand for an end; false where it is an offset. */
  moveToEnd({ topic, partition }: Place, offset: number): boolean {
    if (offset === EARLIEST_OFFSET) this.#consumer.seekToBeginning([{ topic, partition }]);
    else if (offset === LATEST_OFFSET) this.#consumer.seekToEnd([{ topic, partition }]);
    else return false;
    return true;
  }
}
