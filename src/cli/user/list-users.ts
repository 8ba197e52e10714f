/** `samsa user list` (KIP-554). */
import { withAdmin } from '../connection/admin-session.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';

export async function listUsers(
  surroundings: Surroundings,
  names: readonly string[],
  options: ListOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const users = await admin.describeUserScramCredentials(names.length === 0 ? null : names);
    const rows = users
      .flatMap(({ user, credentials }) => credentials.map((credential) => ({ user, ...credential })))
      .sort((left, right) => (left.user < right.user ? -1 : 1));
    await output.rows(rows, [{ key: 'user' }, { key: 'mechanism' }, { key: 'iterations' }], options);
    if (rows.length === 0) tell(surroundings, 'There are no users with SCRAM credentials.');
  });
}
