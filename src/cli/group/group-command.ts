/** The words of `samsa group`. */
import type { Command } from 'commander';
import { collectList, durationMs, moment, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ConnectionOptions, ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ListGroupsOptions extends ListOptions {
  readonly state?: readonly string[];
  readonly type?: readonly string[];
}

export interface ResetOptions extends ListOptions {
  /** `orders`, `orders:0,1`. */
  readonly topic?: readonly string[];
  readonly allTopics?: boolean;
  readonly toEarliest?: boolean;
  readonly toLatest?: boolean;
  readonly toCurrent?: boolean;
  readonly toOffset?: number;
  readonly toDatetime?: number;
  readonly byDuration?: number;
  readonly shiftBy?: number;
  readonly execute?: boolean;
  readonly dryRun?: boolean;
}

export function addGroup(program: Command, surroundings: Surroundings): void {
  const group = program
    .command('group')
    .summary('consumer groups: members, offsets and lag')
    .description('Groups of consumers: who is in them, how far they are, and setting that back or forth.');
  addList(group, surroundings);
  addDescribe(group, surroundings);
  addReset(group, surroundings);
  addDelete(group, surroundings);
}

function addList(group: Command, surroundings: Surroundings): void {
  const list = group
    .command('list')
    .summary('list groups')
    .description('Lists groups with their types and states.')
    .argument('[words...]', 'only groups whose ids contain one of these words')
    .option('--state <states>', 'only in these states, as stable,empty', collectList)
    .option('--type <types>', 'only of these types: classic, consumer, share, streams', collectList);
  addConnectionOptions(addJsonOption(list)).action(async (words: string[], options: ListGroupsOptions) => {
    const { listGroups } = await import('./list-groups.ts');
    await listGroups(surroundings, words, options);
  });
}

function addDescribe(group: Command, surroundings: Surroundings): void {
  const describe = group
    .command('describe')
    .summary('print members, committed offsets and lag')
    .description('Prints the members of groups, and for each partition the committed offset, the end and the lag.')
    .argument('<id...>', 'which groups');
  addConnectionOptions(addJsonOption(describe))
    .addHelpText(
      'after',
      "\nExamples:\n  samsa group describe billing\n  samsa group describe billing --json | jq '.[0].totalLag'",
    )
    .action(async (groupIds: string[], options: ListOptions) => {
      const { describeGroups } = await import('./describe-groups.ts');
      await describeGroups(surroundings, groupIds, options);
    });
}

function addReset(group: Command, surroundings: Surroundings): void {
  const reset = group
    .command('reset')
    .summary('set committed offsets back or forth')
    .description(
      'Shows what the committed offsets of a group would become, and with --execute sets them. The group must have no members.',
    )
    .argument('<id>', 'which group')
    .option('-t, --topic <topic[:partitions]>', 'as orders or orders:0,2; may be repeated', collectTopics)
    .option('--all-topics', 'all topics that the group has committed offsets of')
    .optionsGroup('Where to (one of these):')
    .option('--to-earliest', 'the first offset there is')
    .option('--to-latest', 'the end')
    .option('--to-current', 'where it is; the end where nothing is committed')
    .option('--to-offset <number>', 'this offset', wholeNumber(0))
    .option('--to-datetime <time>', 'the first record at or after a time, as 2026-11-25T10:00:00Z', parseMoment)
    .option('--by-duration <time>', 'the first record of the last 90s, 1h30m, 7d or PT1H30M', durationMs)
    .option('--shift-by <number>', 'so many forth, or back as in --shift-by -10', wholeNumber(Number.MIN_SAFE_INTEGER))
    .optionsGroup('Options:')
    .option('--dry-run', 'only show it, as is done without --execute')
    .option('--execute', 'set the offsets');
  addConnectionOptions(addJsonOption(reset))
    .addHelpText('after', RESET_EXAMPLES)
    .action(async (groupId: string, options: ResetOptions) => {
      const { resetGroup } = await import('./reset-group.ts');
      await resetGroup(surroundings, groupId, options);
    });
}

function addDelete(group: Command, surroundings: Surroundings): void {
  const remove = group
    .command('delete')
    .summary('delete groups and their offsets')
    .description('Deletes groups that have no members, with their committed offsets.')
    .argument('<id...>', 'which groups');
  addConnectionOptions(remove).action(async (groupIds: string[], options: ConnectionOptions) => {
    const { deleteGroups } = await import('./delete-groups.ts');
    await deleteGroups(surroundings, groupIds, options);
  });
}

/** Commas stand between partitions, so that only repetition gives several topics. */
function collectTopics(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

function parseMoment(text: string): number {
  return moment(text, Date.now());
}

const RESET_EXAMPLES = `
Examples:
  samsa group reset billing --topic orders --to-earliest
  samsa group reset billing --topic orders:0,1 --to-datetime 2026-11-25T00:00:00Z --execute
  samsa group reset billing --all-topics --shift-by -100 --execute`;
