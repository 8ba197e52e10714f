/** `samsa topic delete` (KIP-4). */
import { withAdmin } from '../connection/admin-session.ts';
import { tolerating } from '../connection/report-failure.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { DeleteTopicsOptions } from './topic-command.ts';

export async function deleteTopics(
  surroundings: Surroundings,
  names: readonly string[],
  options: DeleteTopicsOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin }) => {
    const deleted = admin.deleteTopics(names);
    if (options.ifExists === true) await tolerating('UNKNOWN_TOPIC_OR_PARTITION', deleted);
    else await deleted;
  });
  tell(surroundings, `Deleted ${names.join(', ')}.`);
}
