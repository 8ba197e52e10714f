/** The words of `samsa user`: users who log in by SCRAM. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ConnectionOptions, ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export type ScramMechanismName = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export interface SetUserOptions extends ConnectionOptions {
  readonly mechanism: ScramMechanismName;
  readonly iterations: number;
  readonly passwordFile?: string;
}

export interface DeleteUserOptions extends ConnectionOptions {
  readonly mechanism?: ScramMechanismName;
}

export function addUser(program: Command, surroundings: Surroundings): void {
  const user = program
    .command('user')
    .summary('users and their passwords (SCRAM)')
    .description('Users who log in by SCRAM: their credentials in the cluster.');
  const list = user
    .command('list')
    .summary('list users')
    .description('Lists users with their mechanisms.')
    .argument('[names...]', 'only these');
  addConnectionOptions(addJsonOption(list)).action(async (names: string[], options: ListOptions) => {
    const { listUsers } = await import('./list-users.ts');
    await listUsers(surroundings, names, options);
  });
  addSet(user, surroundings);
  addDelete(user, surroundings);
}

function addSet(user: Command, surroundings: Surroundings): void {
  const set = user
    .command('set')
    .summary("set a user's password")
    .description(
      'Sets the password of a user, who is made where there is none. It is asked for on a terminal, and read from standard input elsewhere; the cluster gets a salted hash of it.',
    )
    .argument('<name>', 'who')
    .addOption(
      new Option('--mechanism <mechanism>', 'how the user logs in')
        .choices(['SCRAM-SHA-256', 'SCRAM-SHA-512'])
        .default('SCRAM-SHA-512'),
    )
    .option('--iterations <number>', 'rounds of hashing', wholeNumber(4096, 16384), 8192)
    .option('--password-file <file>', 'a file with the password in its first line; - for standard input');
  addConnectionOptions(set)
    .addHelpText(
      'after',
      '\nExamples:\n  samsa user set alice\n  samsa user set alice --password-file /run/secrets/alice',
    )
    .action(async (name: string, options: SetUserOptions) => {
      const { setUser } = await import('./set-user.ts');
      await setUser(surroundings, name, options);
    });
}

function addDelete(user: Command, surroundings: Surroundings): void {
  const remove = user
    .command('delete')
    .summary("delete a user's credentials")
    .description('Deletes the credentials of a user: those of one mechanism, or all.')
    .argument('<name>', 'who')
    .addOption(new Option('--mechanism <mechanism>', 'only of this one').choices(['SCRAM-SHA-256', 'SCRAM-SHA-512']));
  addConnectionOptions(remove).action(async (name: string, options: DeleteUserOptions) => {
    const { deleteUser } = await import('./delete-user.ts');
    await deleteUser(surroundings, name, options);
  });
}
