/** `samsa user set` (KIP-554). The password never is an argument, which other users of the machine could see. */
import { withAdmin } from '../connection/admin-session.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { readPassword } from './read-password.ts';
import type { SetUserOptions } from './user-command.ts';

export async function setUser(surroundings: Surroundings, user: string, options: SetUserOptions): Promise<void> {
  const password = await readPassword(surroundings, { user, file: options.passwordFile });
  const { mechanism, iterations } = options;
  await withAdmin(surroundings, options, ({ admin }) =>
    admin.alterUserScramCredentials([{ user, mechanism, iterations, password }]),
  );
  tell(surroundings, `${user} can log in with ${mechanism}.`);
}
