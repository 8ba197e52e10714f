/**
 * The words of `samsa config`: what can be configured (`list`, which needs no cluster), and what is configured in a
 * cluster (`get`, `set`, `unset`). `samsa config WORDS` is `samsa config list WORDS`.
 */
import { Argument } from 'commander';
import type { Command } from 'commander';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ConnectionOptions, ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ListConfigsOptions {
  readonly broker?: boolean;
  readonly topic?: boolean;
  readonly group?: boolean;
  readonly producer?: boolean;
  readonly consumer?: boolean;
  readonly admin?: boolean;
}

export interface GetConfigsOptions extends ListOptions {
  readonly all?: boolean;
}

export interface SetConfigsOptions extends ConnectionOptions {
  readonly dryRun?: boolean;
}

/** The words for Kafka's types of config resources. */
export const ENTITY_TYPES = ['topic', 'broker', 'group', 'client-metrics', 'broker-logger'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export function addConfig(program: Command, surroundings: Surroundings): void {
  const config = program
    .command('config')
    .summary('what can be configured, and what is')
    .description(
      'What can be configured (list, without a cluster), and the configs of topics, brokers, groups and client metrics in a cluster (get, set, unset). ' +
        'Without one of these words, list is meant.',
    );
  addList(config, surroundings);
  addGet(config, surroundings);
  addSet(config, surroundings);
  addUnset(config, surroundings);
}

function addList(config: Command, surroundings: Surroundings): void {
  config
    .command('list', { isDefault: true })
    .summary('print what can be configured')
    .description(
      'Prints the configs there are with types, defaults and what they do: those of a broker where nothing else is asked for.',
    )
    .argument('[words...]', 'only configs whose names contain one of these words')
    .option('--broker', 'configs of a broker')
    .option('--topic', 'configs of a topic')
    .option('--group', 'configs of a group')
    .option('--producer', 'configs of a producer')
    .option('--consumer', 'configs of a consumer')
    .option('--admin', 'configs of an admin client')
    .action(async (words: string[], options: ListConfigsOptions) => {
      const { listConfigs } = await import('./list-configs.ts');
      await listConfigs(surroundings, words, options);
    });
}

function addGet(config: Command, surroundings: Surroundings): void {
  const get = config
    .command('get')
    .summary('print the configs of a topic, broker, group or client-metrics subscription')
    .description(
      'Prints what is set and differs from the defaults, with where it comes from; names of configs, or --all, show more.',
    )
    .addArgument(entityType())
    .argument('<name>', NAME_HELP)
    .argument('[keys...]', 'only these configs')
    .option('-a, --all', 'defaults as well');
  addConnectionOptions(addJsonOption(get))
    .addHelpText(
      'after',
      `
Examples:
  samsa config get topic orders
  samsa config get topic orders retention.ms
  samsa config get broker 1 --all`,
    )
    .action(async (type: EntityType, name: string, keys: string[], options: GetConfigsOptions) => {
      const { getConfigs } = await import('./get-configs.ts');
      await getConfigs(surroundings, { type, name, keys }, options);
    });
}

function addSet(config: Command, surroundings: Surroundings): void {
  const set = config
    .command('set')
    .summary('set configs')
    .description('Sets configs; others stay as they are.')
    .addArgument(entityType())
    .argument('<name>', NAME_HELP)
    .argument('<key=value...>', 'what to set; key+=value and key-=value add to a list and take from it')
    .option('--dry-run', 'only have the cluster check it');
  addConnectionOptions(set)
    .addHelpText(
      'after',
      `
Examples:
  samsa config set topic orders retention.ms=604800000 cleanup.policy=compact,delete
  samsa config set broker default log.cleaner.threads=2`,
    )
    .action(async (type: EntityType, name: string, pairs: string[], options: SetConfigsOptions) => {
      const { setConfigs } = await import('./set-configs.ts');
      await setConfigs(surroundings, { type, name, pairs }, options);
    });
}

function addUnset(config: Command, surroundings: Surroundings): void {
  const unset = config
    .command('unset')
    .summary('set configs back to their defaults')
    .description('Takes configs away, so that their defaults hold again.')
    .addArgument(entityType())
    .argument('<name>', NAME_HELP)
    .argument('<keys...>', 'which')
    .option('--dry-run', 'only have the cluster check it');
  addConnectionOptions(unset)
    .addHelpText('after', '\nExample:\n  samsa config unset topic orders retention.ms')
    .action(async (type: EntityType, name: string, keys: string[], options: SetConfigsOptions) => {
      const { unsetConfigs } = await import('./set-configs.ts');
      await unsetConfigs(surroundings, { type, name, keys }, options);
    });
}

const NAME_HELP = 'its name: a topic, the id of a broker or default for all, a group, a subscription';

function entityType(): Argument {
  return new Argument('<type>', 'of what').choices(ENTITY_TYPES);
}
