/** The words of `samsa topic`. */
import type { Command } from 'commander';
import { collectList, collectPairs, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ConnectionOptions, ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

/** `--config` is a topic's here; the client's file is `--command-config`. */
type TopicConnection = Omit<ConnectionOptions, 'config'>;

export interface CreateTopicOptions extends TopicConnection {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: ReadonlyMap<string, string>;
  readonly ifNotExists?: boolean;
  readonly dryRun?: boolean;
}

export interface AlterTopicOptions extends TopicConnection {
  readonly partitions?: number;
  readonly config?: ReadonlyMap<string, string>;
  readonly unset?: readonly string[];
  readonly dryRun?: boolean;
}

export interface ListTopicsOptions extends ListOptions {
  readonly internal?: boolean;
}

export interface DeleteTopicsOptions extends ConnectionOptions {
  readonly ifExists?: boolean;
}

export function addTopic(program: Command, surroundings: Surroundings): void {
  const topic = program
    .command('topic')
    .summary('create, list, describe, alter and delete topics')
    .description('Topics: creating, listing, describing, altering and deleting them.');
  addCreate(topic, surroundings);
  addList(topic, surroundings);
  addDescribe(topic, surroundings);
  addAlter(topic, surroundings);
  addDelete(topic, surroundings);
}

const PARTITIONS = wholeNumber(1, 0x7fffffff);

function addCreate(topic: Command, surroundings: Surroundings): void {
  const create = topic
    .command('create')
    .summary('create topics')
    .description('Creates topics.')
    .argument('<name...>', 'their names')
    .option('-p, --partitions <number>', "how many partitions; the cluster's num.partitions when absent", PARTITIONS)
    .option(
      '-r, --replication-factor <number>',
      "on how many brokers each partition lies; the cluster's default.replication.factor when absent",
      wholeNumber(1, 0x7fff),
    )
    .option('-c, --config <key=value>', 'a config of the topic; may be repeated', collectPairs)
    .option('--if-not-exists', 'a topic that is there already is no failure')
    .option('--dry-run', 'only have the cluster check it');
  addConnectionOptions(create, { hasConfigAlias: false })
    .addHelpText('after', CREATE_EXAMPLES)
    .action(async (names: string[], options: CreateTopicOptions) => {
      const { createTopics } = await import('./create-topics.ts');
      await createTopics(surroundings, names, options);
    });
}

function addList(topic: Command, surroundings: Surroundings): void {
  const list = topic
    .command('list')
    .summary('list topics')
    .description('Lists topics with their partitions and replicas.')
    .argument('[words...]', 'only topics whose names contain one of these words')
    .option('-i, --internal', "the cluster's own topics as well, as __consumer_offsets");
  addConnectionOptions(addJsonOption(list))
    .addHelpText('after', '\nExamples:\n  samsa topic list\n  samsa topic list | cut -f1')
    .action(async (words: string[], options: ListTopicsOptions) => {
      const { listTopics } = await import('./list-topics.ts');
      await listTopics(surroundings, words, options);
    });
}

function addDescribe(topic: Command, surroundings: Surroundings): void {
  const describe = topic
    .command('describe')
    .summary('print partitions, leaders, replicas, sizes and configs')
    .description('Prints the partitions of topics: leaders, replicas, offsets and sizes, and the configs that are set.')
    .argument('<name...>', 'their names');
  addConnectionOptions(addJsonOption(describe))
    .addHelpText('after', '\nExample:\n  samsa topic describe orders')
    .action(async (names: string[], options: ListOptions) => {
      const { describeTopics } = await import('./describe-topics.ts');
      await describeTopics(surroundings, names, options);
    });
}

function addAlter(topic: Command, surroundings: Surroundings): void {
  const alter = topic
    .command('alter')
    .summary('add partitions, set configs')
    .description('Adds partitions to topics and sets their configs. Partitions cannot be taken away.')
    .argument('<name...>', 'their names')
    .option('-p, --partitions <number>', 'how many there shall be with those that are there', PARTITIONS)
    .option('-c, --config <key=value>', 'a config to set; may be repeated', collectPairs)
    .option('-u, --unset <keys>', 'configs to set back to their defaults', collectList)
    .option('--dry-run', 'only have the cluster check it');
  addConnectionOptions(alter, { hasConfigAlias: false })
    .addHelpText(
      'after',
      '\nExamples:\n  samsa topic alter orders --partitions 12\n  samsa topic alter orders -c retention.ms=604800000 -u segment.bytes',
    )
    .action(async (names: string[], options: AlterTopicOptions) => {
      const { alterTopics } = await import('./alter-topics.ts');
      await alterTopics(surroundings, names, options);
    });
}

function addDelete(topic: Command, surroundings: Surroundings): void {
  const remove = topic
    .command('delete')
    .summary('delete topics and all their records')
    .description('Deletes topics and all their records.')
    .argument('<name...>', 'their names')
    .option('--if-exists', 'a topic that is not there is no failure');
  addConnectionOptions(remove)
    .addHelpText('after', '\nExample:\n  samsa topic delete orders-copy --if-exists')
    .action(async (names: string[], options: DeleteTopicsOptions) => {
      const { deleteTopics } = await import('./delete-topics.ts');
      await deleteTopics(surroundings, names, options);
    });
}

const CREATE_EXAMPLES = `
Examples:
  samsa topic create orders --partitions 6 --config retention.ms=604800000
  samsa topic create users --config cleanup.policy=compact --if-not-exists`;
