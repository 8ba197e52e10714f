/** Who reads the topic of a subject, asked of the cluster that a command is told of. */
import { Admin, adminConfigs } from '#client';
import { isKafkaError } from '#kernel';
import { checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import { commandEnv } from '../connection/command-env.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { topicReaders, type TopicGroup } from './topic-readers.ts';

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
    return await topicReaders(admin, topic);
  } catch (error) {
    if (isKafkaError(error)) return null;
    throw error;
  }
}
