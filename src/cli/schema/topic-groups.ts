/** Who reads the topic of a subject: groups that have committed offsets for it. */
import { Admin, adminConfigs } from '#client';
import { isKafkaError } from '#kernel';
import { checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import { commandEnv } from '../connection/command-env.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { committedOffsets } from '../group/group-progress.ts';
import { wordText } from '../group/list-groups.ts';
import type { Surroundings } from '../surroundings.ts';

export interface TopicGroup {
  readonly group: string;
  readonly state: string;
}

/** `orders-value` and `:.context:orders-value` → `orders`; null for a subject of another name. */
export function topicOf(subject: string): string | null {
  const bare = /^:\.[^:]*:(.*)$/s.exec(subject)?.[1] ?? subject;
  return /^(.+)-(?:key|value)$/s.exec(bare)?.[1] ?? null;
}

/** The longest wait for a cluster that a check can do without. */
const MAX_WAIT_MS = 3000;

/** Null where no cluster is to be asked: a check does not fail for that. Throws a UsageError. */
export async function groupsOfTopic(
  surroundings: Surroundings,
  topic: string,
  options: ConnectionOptions,
): Promise<readonly TopicGroup[] | null> {
  const settings = clientSettings('client', adminConfigs, options, surroundings);
  const timeoutMs = Math.min(options.timeout, MAX_WAIT_MS);
  try {
    await checkReachable(settings.addresses, timeoutMs);
    await using admin = new Admin({ defaultApiTimeoutMs: timeoutMs, ...settings.options, env: commandEnv() });
    return await readers(admin, topic);
  } catch (error) {
    if (isKafkaError(error)) return null;
    throw error;
  }
}

const AT_ONCE = 16;

async function readers(admin: Admin, topic: string): Promise<readonly TopicGroup[]> {
  const groups = await admin.listConsumerGroups();
  const found: TopicGroup[] = [];
  for (let start = 0; start < groups.length; start += AT_ONCE) {
    const some = groups.slice(start, start + AT_ONCE);
    const committed = await Promise.all(some.map(({ groupId }) => hasCommitted(admin, groupId, topic)));
    for (const [index, { groupId, groupState }] of some.entries()) {
      if (committed[index] === true) found.push({ group: groupId, state: wordText(groupState) });
    }
  }
  return found.sort((left, right) => (left.group < right.group ? -1 : 1));
}

/** A group that is gone since, or that one may not see, is left out. */
async function hasCommitted(admin: Admin, groupId: string, topic: string): Promise<boolean> {
  try {
    return (await committedOffsets(admin, groupId)).some((offset) => offset.topic === topic);
  } catch (error) {
    if (isKafkaError(error)) return false;
    throw error;
  }
}
