/** `samsa group delete` (KIP-229). */
import { withAdmin } from '../connection/admin-session.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';

export async function deleteGroups(
  surroundings: Surroundings,
  groupIds: readonly string[],
  options: ConnectionOptions,
): Promise<void> {
  await withAdmin(surroundings, options, ({ admin }) => admin.deleteConsumerGroups(groupIds));
  tell(surroundings, `Deleted ${groupIds.join(', ')}.`);
}
