/** `samsa user delete` (KIP-554). */
import { KafkaError, nearestName } from '#kernel';
import type { ScramCredentialDeletion } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { DeleteUserOptions } from './user-command.ts';

export async function deleteUser(surroundings: Surroundings, user: string, options: DeleteUserOptions): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin }) => {
    const users = await admin.describeUserScramCredentials();
    const deletions = (users.find((one) => one.user === user)?.credentials ?? [])
      .map(({ mechanism }) => mechanism)
      .filter((mechanism) => mechanism !== 'UNKNOWN')
      .filter((mechanism) => options.mechanism === undefined || mechanism === options.mechanism)
      .map((mechanism): ScramCredentialDeletion => ({ user, mechanism, delete: true }));
    if (deletions.length === 0)
      throw unknownUser(
        user,
        options,
        users.map((one) => one.user),
      );
    await admin.alterUserScramCredentials(deletions);
  });
  tell(surroundings, `Deleted ${user}.`);
}

function unknownUser(user: string, { mechanism }: DeleteUserOptions, known: readonly string[]): KafkaError {
  const near = known.includes(user) ? null : nearestName(user, known);
  const hint = near === null ? 'samsa user list shows what there is' : `did you mean ${near}?`;
  return new KafkaError(
    'RESOURCE_NOT_FOUND',
    `there is no user ${user} with ${mechanism ?? 'SCRAM'} credentials; ${hint}`,
  );
}
