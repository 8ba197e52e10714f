/** Offsets: of topics, by their ends and by time, and of groups. */
import type { Admin, TopicPartition } from '#client';
import type { FetchOffsetsPartition, SeekEntry } from './admin-types.ts';
import { checkName } from './admin-call.ts';
import { EARLIEST_OFFSET, LATEST_OFFSET } from './constants.ts';
import { describeGroup } from './admin-groups.ts';
import { KafkaJSNonRetriableError } from './errors.ts';
import { offsetOf } from './places.ts';

type Spec = 'earliest' | 'latest' | { readonly timestamp: number };

async function partitionsOf(admin: Admin, topic: string): Promise<TopicPartition[]> {
  const [described] = await admin.describeTopics([topic]);
  return (described?.partitions ?? []).map(({ partition }) => ({ topic, partition }));
}

/** By partition, in order. */
async function listed(admin: Admin, places: readonly TopicPartition[], spec: Spec): Promise<Map<number, number>> {
  if (places.length === 0) return new Map();
  const offsets = await admin.listOffsets(places.map((place) => ({ ...place, spec })));
  return new Map(offsets.map(({ partition, offset }) => [partition, offset]));
}

export async function fetchTopicOffsets(
  admin: Admin,
  topic: string,
): Promise<(SeekEntry & { high: string; low: string })[]> {
  checkName('topic', topic);
  const places = await partitionsOf(admin, topic);
  const [high, low] = await Promise.all([listed(admin, places, 'latest'), listed(admin, places, 'earliest')]);
  return places.map(({ partition }) => {
    const end = String(high.get(partition));
    return { partition, offset: end, high: end, low: String(low.get(partition)) };
  });
}

/** Without a time: the ends. */
export async function fetchTopicOffsetsByTimestamp(
  admin: Admin,
  { topic, timestamp }: { topic: string; timestamp: number | undefined },
): Promise<SeekEntry[]> {
  checkName('topic', topic);
  const places = await partitionsOf(admin, topic);
  const spec: Spec = timestamp === undefined || timestamp === LATEST_OFFSET ? 'latest' : { timestamp };
  const [found, ends] = await Promise.all([
    listed(admin, places, timestamp === EARLIEST_OFFSET ? 'earliest' : spec),
    listed(admin, places, 'latest'),
  ]);
  return places.map(({ partition }) => {
    const offset = found.get(partition) ?? -1;
    return { partition, offset: String(offset >= 0 ? offset : ends.get(partition)) };
  });
}

export interface FetchOffsetsArguments {
  groupId: string;
  topics?: string[] | undefined;
  resolveOffsets?: boolean | undefined;
}

export async function fetchOffsets(
  admin: Admin,
  { groupId, topics = [], resolveOffsets = false }: FetchOffsetsArguments,
): Promise<{ topic: string; partitions: FetchOffsetsPartition[] }[]> {
  checkName('groupId', groupId);
  if (!Array.isArray(topics)) throw new KafkaJSNonRetriableError('Expected topics array to be set');
  const places = (await Promise.all(topics.map((topic) => partitionsOf(admin, topic)))).flat();
  const spec = topics.length === 0 ? groupId : { groupId, partitions: places };
  const [group] = await admin.listConsumerGroupOffsets([spec]);
  const found = new Map((group?.offsets ?? []).map((offset) => [`${offset.topic}:${offset.partition}`, offset]));
  const wanted = topics.length === 0 ? [...found.values()] : places;
  const byTopic = Map.groupBy(wanted, ({ topic }) => topic);
  const committed = [...byTopic].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition }): FetchOffsetsPartition => {
      const offset = found.get(`${topic}:${partition}`);
      const metadata = offset === undefined || offset.metadata === '' ? null : offset.metadata;
      return { partition, offset: String(offset?.offset ?? LATEST_OFFSET), metadata };
    }),
  }));
  return resolveOffsets ? Promise.all(committed.map((topic) => resolved(admin, groupId, topic))) : committed;
}

/** Where nothing is committed, the end is: it is committed, and told. */
async function resolved(
  admin: Admin,
  groupId: string,
  { topic, partitions }: { topic: string; partitions: FetchOffsetsPartition[] },
): Promise<{ topic: string; partitions: FetchOffsetsPartition[] }> {
  const ends = new Map((await fetchTopicOffsets(admin, topic)).map((offsets) => [offsets.partition, offsets]));
  const offsets = partitions.map(({ partition, offset, metadata }) => {
    const { high = offset, low = offset } = ends.get(partition) ?? {};
    const value = Number(offset);
    return { partition, offset: value === LATEST_OFFSET ? high : value === EARLIEST_OFFSET ? low : offset, metadata };
  });
  await setOffsets(admin, { groupId, topic, partitions: offsets });
  return { topic, partitions: offsets };
}

/** -2 and -1 are the start and the end, as they are now. */
export async function setOffsets(
  admin: Admin,
  { groupId, topic, partitions }: { groupId: string; topic: string; partitions: SeekEntry[] },
): Promise<void> {
  checkName('groupId', groupId);
  checkName('topic', topic);
  if (!Array.isArray(partitions) || partitions.length === 0) throw new KafkaJSNonRetriableError('Invalid partitions');
  const wanted = partitions.map(({ partition, offset }) => ({ topic, partition, offset: offsetOf(offset) }));
  const { state } = await describeGroup(admin, groupId);
  if (state !== 'Empty' && state !== 'Dead') {
    throw new KafkaJSNonRetriableError(`The consumer group must have no running instances, current state: ${state}`);
  }
  const ends = async (special: number, spec: Spec): Promise<Map<number, number>> =>
    listed(
      admin,
      wanted.filter(({ offset }) => offset === special).map((place) => ({ topic, partition: place.partition })),
      spec,
    );
  const [starts, tails] = await Promise.all([ends(EARLIEST_OFFSET, 'earliest'), ends(LATEST_OFFSET, 'latest')]);
  const offsets = wanted.map(({ partition, offset }) => {
    const known = offset === EARLIEST_OFFSET ? starts : offset === LATEST_OFFSET ? tails : null;
    return { topic, partition, offset: known?.get(partition) ?? offset };
  });
  await admin.alterConsumerGroupOffsets(groupId, offsets);
}

export async function resetOffsets(
  admin: Admin,
  { groupId, topic, earliest = false }: { groupId: string; topic: string; earliest?: boolean | undefined },
): Promise<void> {
  checkName('groupId', groupId);
  checkName('topic', topic);
  const places = await partitionsOf(admin, topic);
  const offset = String(earliest ? EARLIEST_OFFSET : LATEST_OFFSET);
  await setOffsets(admin, { groupId, topic, partitions: places.map(({ partition }) => ({ partition, offset })) });
}
