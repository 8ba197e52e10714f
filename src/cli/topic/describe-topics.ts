/** `samsa topic describe`: partitions with leaders, replicas, offsets and sizes, and the configs that are set. */
import type { Admin, TopicDescription } from '#client';
import { isKafkaError } from '#kernel';
import { withAdmin } from '../connection/admin-session.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import { listedOffsets, partitionKey } from '../group/group-progress.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Output } from '../terminal/output.ts';
import { bytesText } from '../terminal/quantities.ts';

export async function describeTopics(
  surroundings: Surroundings,
  names: readonly string[],
  options: ListOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const topics = await admin.describeTopics(names);
    const pages = await topicPages(admin, topics);
    if (options.json === true) await output.json(pages);
    else await output.write(pages.map((page) => pageText(page, output)).join('\n'));
  });
}

type TopicPage = Awaited<ReturnType<typeof topicPages>>[number];

async function topicPages(admin: Admin, topics: readonly TopicDescription[]) {
  const led = topics.flatMap(({ name, partitions }) =>
    partitions.filter(({ leader }) => leader >= 0).map(({ partition }) => ({ topic: name, partition })),
  );
  const [starts, ends, sizes, configs] = await Promise.all([
    listedOffsets(admin, led, 'earliest'),
    listedOffsets(admin, led, 'latest'),
    leaderSizes(admin, topics),
    admin.describeConfigs(topics.map(({ name }) => ({ type: 'TOPIC', name }))),
  ]);
  return topics.map(({ name, topicId, isInternal, partitions }) => ({
    topic: name,
    topicId,
    isInternal,
    configs: Object.fromEntries(
      (configs.find((one) => one.name === name)?.entries ?? [])
        .filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG')
        .map((entry) => [entry.name, entry.value]),
    ),
    partitions: partitions.map(({ partition, leader, leaderEpoch, replicas, isr, offlineReplicas }) => {
      const key = partitionKey({ topic: name, partition });
      return {
        partition,
        leader: leader < 0 ? null : leader,
        leaderEpoch,
        replicas,
        isr,
        offlineReplicas,
        start: starts.get(key) ?? null,
        end: ends.get(key) ?? null,
        bytes: sizes?.get(key) ?? null,
      };
    }),
  }));
}

/** In bytes, of the leaders' replicas; null where the caller may not see them. */
async function leaderSizes(
  admin: Admin,
  topics: readonly TopicDescription[],
): Promise<ReadonlyMap<string, number> | null> {
  const leaders = new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition, leader }) => [partitionKey({ topic: name, partition }), leader] as const),
    ),
  );
  const brokerIds = [...new Set(leaders.values())].filter((id) => id >= 0);
  try {
    const brokers = await admin.describeLogDirs(brokerIds);
    return new Map(
      brokers.flatMap(({ brokerId, logDirs }) =>
        logDirs
          .flatMap(({ replicas }) => replicas)
          .filter((replica) => !replica.isFuture && leaders.get(partitionKey(replica)) === brokerId)
          .map((replica) => [partitionKey(replica), replica.size] as const),
      ),
    );
  } catch (error) {
    if (isKafkaError(error)) return null;
    throw error;
  }
}

function pageText({ topic, topicId, isInternal, configs, partitions }: TopicPage, output: Output): string {
  const bytes = partitions.reduce((sum, partition) => sum + (partition.bytes ?? 0), 0);
  const records = partitions.reduce((sum, { start, end }) => sum + (end ?? 0) - (start ?? 0), 0);
  const facts = output.facts([
    ['Topic', isInternal ? `${topic} (internal)` : topic],
    ['Id', topicId],
    ['Partitions', partitions.length],
    ['Offsets', records],
    ['Size', partitions.every((partition) => partition.bytes === null) ? null : bytesText(bytes)],
    ...Object.entries(configs).map(([name, value]) => [name, value] as const),
  ]);
  const table = output.table(partitions, [
    { key: 'partition' },
    { key: 'leader', show: (leader) => (leader === null ? 'none' : String(leader)) },
    { key: 'replicas' },
    { key: 'isr' },
    { key: 'start' },
    { key: 'end' },
    { key: 'bytes', title: 'SIZE', align: 'right', show: (size) => (size === null ? '-' : bytesText(Number(size))) },
  ]);
  return `${facts}\n${table}`;
}
