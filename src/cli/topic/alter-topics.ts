/** `samsa topic alter`: more partitions (KIP-195), other configs (KIP-339). */
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { connection } from './create-topics.ts';
import type { AlterTopicOptions } from './topic-command.ts';

export async function alterTopics(
  surroundings: Surroundings,
  names: readonly string[],
  options: AlterTopicOptions,
): Promise<void> {
  const { partitions, config = new Map<string, string>(), unset = [], dryRun = false } = options;
  const both = unset.find((name) => config.has(name));
  if (both !== undefined) throw new UsageError(`${both} cannot be set and unset at once.`);
  const operations = [
    ...[...config].map(([name, value]) => ({ operation: 'SET' as const, name, value })),
    ...unset.map((name) => ({ operation: 'DELETE' as const, name })),
  ];
  if (partitions === undefined && operations.length === 0) {
    throw new UsageError('There is nothing to alter: give --partitions, --config or --unset.');
  }
  await withAdmin(surroundings, connection(options), async ({ admin }) => {
    // Configs first: they are the ones that a mistake is likely in, and partitions cannot be taken back.
    if (operations.length > 0) {
      await admin.incrementalAlterConfigs(
        names.map((name) => ({ type: 'TOPIC', name, operations })),
        { validateOnly: dryRun },
      );
    }
    if (partitions !== undefined) {
      await admin.createPartitions(
        names.map((topic) => ({ topic, totalCount: partitions })),
        { validateOnly: dryRun },
      );
    }
  });
  tell(surroundings, dryRun ? `Could be altered: ${names.join(', ')}.` : `Altered ${names.join(', ')}.`);
}
