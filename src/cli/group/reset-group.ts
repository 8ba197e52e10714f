/**
 * `samsa group reset` (KIP-122): shows what the committed offsets would become, and with `--execute` sets them. An
 * offset outside of the log is brought to its nearer end, and where nothing is committed `--to-current` is the end and
 * `--shift-by` an error, as with Kafka's own tool.
 */
import { isKafkaError, KafkaError } from '#kernel';
import type { Admin, TopicPartition } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import { partitionNumbers } from '../argument-parsers.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { counted } from '../terminal/quantities.ts';
import type { ResetOptions } from './group-command.ts';
import { committedOffsets, distinct, isSame, listedOffsets, partitionKey } from './group-progress.ts';

export async function resetGroup(surroundings: Surroundings, groupId: string, options: ResetOptions): Promise<void> {
  const target = targetOf(options);
  if (options.execute === true && options.dryRun === true) {
    throw new UsageError('--execute and --dry-run contradict each other.');
  }
  if ((options.topic === undefined) === (options.allTopics !== true)) {
    throw new UsageError('Say which partitions: --topic orders, --topic orders:0,1 or --all-topics.');
  }
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    if (options.execute === true) await refuseMembers(admin, groupId);
    const rows = await newOffsets(admin, groupId, { target, options });
    if (rows.length === 0) {
      throw new KafkaError(
        'NO_OFFSETS',
        `the group ${groupId} has no committed offsets: say --topic for which to set some`,
      );
    }
    if (options.execute === true) {
      await admin.alterConsumerGroupOffsets(
        groupId,
        rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset })),
      );
    }
    await output.rows(
      rows,
      [{ key: 'topic' }, { key: 'partition' }, { key: 'committed' }, { key: 'newOffset', title: 'NEW OFFSET' }],
      options,
    );
  });
  tell(
    surroundings,
    options.execute === true ? 'These offsets are set.' : 'Nothing is changed: --execute sets these offsets.',
  );
}

type Target =
  | { readonly kind: 'earliest' | 'latest' | 'current' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'shift'; readonly by: number }
  | { readonly kind: 'time'; readonly timestamp: number };

function targetOf(options: ResetOptions): Target {
  const targets: Target[] = [];
  if (options.toEarliest === true) targets.push({ kind: 'earliest' });
  if (options.toLatest === true) targets.push({ kind: 'latest' });
  if (options.toCurrent === true) targets.push({ kind: 'current' });
  if (options.toOffset !== undefined) targets.push({ kind: 'offset', offset: options.toOffset });
  if (options.shiftBy !== undefined) targets.push({ kind: 'shift', by: options.shiftBy });
  if (options.toDatetime !== undefined) targets.push({ kind: 'time', timestamp: options.toDatetime });
  if (options.byDuration !== undefined) targets.push({ kind: 'time', timestamp: Date.now() - options.byDuration });
  const [target] = targets;
  if (target !== undefined && targets.length === 1) return target;
  throw new UsageError(
    'Say where to, with one of --to-earliest, --to-latest, --to-current, --to-offset, --to-datetime, --by-duration and --shift-by.',
  );
}

interface Reset {
  readonly target: Target;
  readonly options: ResetOptions;
}

async function newOffsets(admin: Admin, groupId: string, { target, options }: Reset) {
  const committed = await committedOffsets(admin, groupId);
  const partitions = distinct(options.allTopics === true ? committed : await partitionsOf(admin, options.topic ?? []));
  const [earliest, latest] = await Promise.all([
    listedOffsets(admin, partitions, 'earliest'),
    listedOffsets(admin, partitions, 'latest'),
  ]);
  const timed =
    target.kind === 'time'
      ? await listedOffsets(admin, partitions, { timestamp: target.timestamp })
      : new Map<string, number>();
  return partitions.flatMap((partition) => {
    const key = partitionKey(partition);
    const first = earliest.get(key);
    const end = latest.get(key);
    if (first === undefined || end === undefined) return [];
    const current = committed.find((one) => isSame(one, partition))?.offset ?? null;
    const at = timed.get(key) ?? -1;
    const wished = wish(target, { partition, first, end, current, timed: at < 0 ? end : at });
    return [{ ...partition, committed: current, newOffset: Math.min(Math.max(wished, first), end) }];
  });
}

function nothingToShift({ topic, partition }: TopicPartition): KafkaError {
  return new KafkaError(
    'NO_OFFSETS',
    `the group has committed nothing for ${topic}-${partition} that --shift-by could move: leave it out, or say --to-offset`,
  );
}

interface Places {
  readonly partition: TopicPartition;
  readonly first: number;
  readonly end: number;
  readonly current: number | null;
  readonly timed: number;
}

function wish(target: Target, { partition, first, end, current, timed }: Places): number {
  switch (target.kind) {
    case 'earliest':
      return first;
    case 'latest':
      return end;
    case 'current':
      return current ?? end;
    case 'offset':
      return target.offset;
    case 'shift':
      if (current === null) throw nothingToShift(partition);
      return current + target.by;
    case 'time':
      return timed;
  }
}

/** `orders` are all its partitions, `orders:0,2` those. */
async function partitionsOf(admin: Admin, topics: readonly string[]): Promise<readonly TopicPartition[]> {
  const named = topics.map((text) => {
    const [topic = '', numbers] = text.split(':');
    return { topic, numbers: numbers === undefined ? null : partitionNumbers(numbers) };
  });
  const described = await admin.describeTopics(named.map(({ topic }) => topic));
  return named.flatMap(({ topic, numbers }) => {
    const known = described.find(({ name }) => name === topic)?.partitions ?? [];
    const missing = numbers?.find((number) => !known.some(({ partition }) => partition === number));
    if (missing !== undefined)
      throw new UsageError(`--topic ${topic}: there is no partition ${missing}, there are ${known.length}.`);
    return (numbers ?? known.map(({ partition }) => partition)).map((partition) => ({ topic, partition }));
  });
}

async function refuseMembers(admin: Admin, groupId: string): Promise<void> {
  const count = await memberCount(admin, groupId);
  if (count === 0) return;
  throw new KafkaError(
    'NON_EMPTY_GROUP',
    `the group ${groupId} has ${counted(count, 'member')}, who would commit over it: stop them first`,
  );
}

/** A group that there is not yet has none: its offsets make it. */
async function memberCount(admin: Admin, groupId: string): Promise<number> {
  try {
    const [group] = await admin.describeConsumerGroups([groupId]);
    return group?.members.length ?? 0;
  } catch (error) {
    if (isKafkaError(error, 'GROUP_ID_NOT_FOUND')) return 0;
    throw error;
  }
}
