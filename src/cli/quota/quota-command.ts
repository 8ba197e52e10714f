/** The words of `samsa quota`. */
import type { Command } from 'commander';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

/** `true` is the default of all entities of the kind. */
export interface QuotaOptions extends ListOptions {
  readonly user?: string;
  readonly clientId?: string;
  readonly ip?: string;
  readonly userDefault?: boolean;
  readonly clientIdDefault?: boolean;
  readonly ipDefault?: boolean;
  readonly dryRun?: boolean;
}

export function addQuota(program: Command, surroundings: Surroundings): void {
  const quota = program
    .command('quota')
    .summary('limits for users, clients and addresses')
    .description('Limits of what users, clients and addresses may send, fetch and ask for.');
  const list = quota
    .command('list')
    .summary('list quotas')
    .description('Lists quotas: all, or those of the users, clients or addresses given.');
  addConnectionOptions(addJsonOption(addEntities(list))).action(async (options: QuotaOptions) => {
    const { listQuotas } = await import('./list-quotas.ts');
    await listQuotas(surroundings, options);
  });
  const set = quota
    .command('set')
    .summary('set quotas')
    .description(`Sets quotas: ${QUOTA_KEYS}.`)
    .argument('<key=value...>', 'what to set, as producer_byte_rate=1048576');
  addConnectionOptions(addEntities(set).option('--dry-run', 'only have the cluster check it'))
    .addHelpText('after', SET_EXAMPLES)
    .action(async (pairs: string[], options: QuotaOptions) => {
      const { setQuotas } = await import('./change-quotas.ts');
      await setQuotas(surroundings, pairs, options);
    });
  const remove = quota
    .command('remove')
    .summary('remove quotas')
    .description('Removes quotas: those named, or all of the user, client or address.')
    .argument('[keys...]', 'which');
  addConnectionOptions(addEntities(remove).option('--dry-run', 'only have the cluster check it'))
    .addHelpText('after', '\nExample:\n  samsa quota remove --user alice producer_byte_rate')
    .action(async (keys: string[], options: QuotaOptions) => {
      const { removeQuotas } = await import('./change-quotas.ts');
      await removeQuotas(surroundings, keys, options);
    });
}

function addEntities(command: Command): Command {
  return command
    .option('--user <name>', 'of a user')
    .option('--user-default', 'of all users who have none of their own')
    .option('--client-id <id>', 'of a client id; with a user, of that client of that user')
    .option('--client-id-default', 'of all client ids that have none of their own')
    .option('--ip <address>', 'of an address')
    .option('--ip-default', 'of all addresses that have none of their own');
}

const QUOTA_KEYS =
  'producer_byte_rate and consumer_byte_rate (bytes a second), request_percentage (of a thread), controller_mutation_rate (partitions a second), and connection_creation_rate of addresses';

const SET_EXAMPLES = `
Examples:
  samsa quota set --user alice producer_byte_rate=1048576 consumer_byte_rate=2097152
  samsa quota set --user alice --client-id-default request_percentage=50
  samsa quota set --ip-default connection_creation_rate=10`;
