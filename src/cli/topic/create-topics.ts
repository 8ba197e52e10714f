/** `samsa topic create` (KIP-4, KIP-464). */
import { withAdmin } from '../connection/admin-session.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { tolerating } from '../connection/report-failure.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { AlterTopicOptions, CreateTopicOptions } from './topic-command.ts';

export async function createTopics(
  surroundings: Surroundings,
  names: readonly string[],
  options: CreateTopicOptions,
): Promise<void> {
  const { partitions, replicationFactor, config, dryRun = false } = options;
  const topics = names.map((name) => ({
    name,
    ...(partitions === undefined ? {} : { numPartitions: partitions }),
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
    ...(config === undefined ? {} : { configs: Object.fromEntries(config) }),
  }));
  await withAdmin(surroundings, connection(options), async ({ admin }) => {
    const created = admin.createTopics(topics, { validateOnly: dryRun });
    if (options.ifNotExists === true) await tolerating('TOPIC_ALREADY_EXISTS', created);
    else await created;
  });
  tell(surroundings, dryRun ? `Could be created: ${names.join(', ')}.` : `Created ${names.join(', ')}.`);
}

/** `config` is the topic's here, and no file of the client's. */
export function connection(options: CreateTopicOptions | AlterTopicOptions): ConnectionOptions {
  const { config: _config, ...rest } = options;
  return rest;
}
