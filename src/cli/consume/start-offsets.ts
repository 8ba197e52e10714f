/** Where reading begins without a group: an offset for each partition, within what the log has. */
import type { Consumer, TopicPartition, TopicPartitionOffset } from '#client';
import { KafkaError } from '#kernel';
import { UsageError } from '../exit-code.ts';
import type { Start } from './start-and-end.ts';

/** A topic that is not listed is there no sooner for waiting; it may be asked about, as who may not see it is told so. */
const UNLISTED_MS = 500;

/** The partitions of these topics, or those of them that are wanted. Throws UNKNOWN_TOPIC_OR_PARTITION. */
export async function wantedPartitions(
  consumer: Consumer,
  topics: readonly string[],
  numbers: readonly number[] | undefined,
): Promise<readonly TopicPartition[]> {
  const listed = new Set(await consumer.listTopics());
  const known = await Promise.all(
    topics.map((topic) => consumer.partitionsFor(topic, listed.has(topic) ? {} : { timeoutMs: UNLISTED_MS })),
  );
  return topics.flatMap((topic, index) => {
    const present = known[index]?.map(({ partition }) => partition) ?? [];
    const missing = numbers?.find((number) => !present.includes(number));
    if (missing !== undefined) {
      throw new KafkaError(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `${topic} has no partition ${missing}: it has ${present.length}, from 0 to ${present.length - 1}`,
      );
    }
    return (numbers ?? present).map((partition) => ({ topic, partition }));
  });
}

export async function startOffsets(
  consumer: Consumer,
  partitions: readonly TopicPartition[],
  start: Start,
): Promise<readonly TopicPartitionOffset[]> {
  const [firsts, ends] = await Promise.all([consumer.beginningOffsets(partitions), consumer.endOffsets(partitions)]);
  const timed =
    start.kind === 'time'
      ? await consumer.offsetsForTimes(partitions.map((one) => ({ ...one, timestamp: start.timestamp })))
      : [];
  return partitions.map(({ topic, partition }, index) => {
    const first = firsts[index]?.offset ?? 0;
    const end = ends[index]?.offset ?? 0;
    const wished = wish(start, { first, end, timed: timed[index]?.offset ?? end });
    return { topic, partition, offset: Math.min(Math.max(wished, first), end) };
  });
}

function wish(start: Start, { first, end, timed }: { first: number; end: number; timed: number }): number {
  switch (start.kind) {
    case 'beginning':
      return first;
    case 'end':
      return end;
    case 'offset':
      return start.offset;
    case 'tail':
      return end - start.count;
    case 'time':
      return timed;
    case 'committed':
      throw new UsageError('--from committed needs a group: say --group.');
  }
}
