/** The words of `samsa acl`: as Kafka's own tool has them. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectList } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export type PatternWord = 'literal' | 'prefixed' | 'match' | 'any';

export interface AclOptions extends ListOptions {
  readonly topic?: readonly string[];
  readonly group?: readonly string[];
  readonly cluster?: boolean;
  readonly transactionalId?: readonly string[];
  readonly delegationToken?: readonly string[];
  readonly userPrincipal?: readonly string[];
  readonly resourcePatternType?: PatternWord;
  readonly allowPrincipal?: readonly string[];
  readonly denyPrincipal?: readonly string[];
  readonly principal?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly denyHost?: readonly string[];
  readonly operation?: readonly string[];
  readonly producer?: boolean;
  readonly consumer?: boolean;
  readonly dryRun?: boolean;
}

export function addAcl(program: Command, surroundings: Surroundings): void {
  const acl = program
    .command('acl')
    .summary('who may do what')
    .description('Access control lists: who may do what with which topics, groups and so on.');
  addList(acl, surroundings);
  addAdd(acl, surroundings);
  addRemove(acl, surroundings);
}

function addList(acl: Command, surroundings: Surroundings): void {
  const list = acl.command('list').summary('list ACLs').description('Lists ACLs: all, or those that match.');
  addResources(list, 'any').option('--principal <principals>', 'only of these, as User:alice', collectList);
  addConnectionOptions(addJsonOption(list))
    .addHelpText(
      'after',
      '\nExamples:\n  samsa acl list\n  samsa acl list --topic orders --resource-pattern-type match',
    )
    .action(async (options: AclOptions) => {
      const { listAcls } = await import('./list-acls.ts');
      await listAcls(surroundings, options);
    });
}

function addAdd(acl: Command, surroundings: Surroundings): void {
  const add = acl
    .command('add')
    .summary('add ACLs')
    .description('Adds ACLs: each operation for each principal on each resource.');
  addEntries(addResources(add, 'literal'));
  addConnectionOptions(addJsonOption(add))
    .addHelpText('after', ADD_EXAMPLES)
    .action(async (options: AclOptions) => {
      const { addAcls } = await import('./change-acls.ts');
      await addAcls(surroundings, options);
    });
}

function addRemove(acl: Command, surroundings: Surroundings): void {
  const remove = acl
    .command('remove')
    .summary('remove ACLs')
    .description(
      'Removes all ACLs that match, and prints them. What is not given matches everything, but at least one thing must be given.',
    );
  addEntries(addResources(remove, 'literal')).option('--dry-run', 'only print what would be removed');
  addConnectionOptions(addJsonOption(remove))
    .addHelpText('after', '\nExample:\n  samsa acl remove --allow-principal User:alice --topic orders --dry-run')
    .action(async (options: AclOptions) => {
      const { removeAcls } = await import('./change-acls.ts');
      await removeAcls(surroundings, options);
    });
}

function addResources(command: Command, pattern: PatternWord): Command {
  const types: PatternWord[] = pattern === 'any' ? ['literal', 'prefixed', 'match', 'any'] : ['literal', 'prefixed'];
  return command
    .option('--topic <topics>', 'topics, * for all', collectList)
    .option('--group <groups>', 'groups, * for all', collectList)
    .option('--cluster', 'the cluster')
    .option('--transactional-id <ids>', 'transactional ids, * for all', collectList)
    .option('--delegation-token <tokens>', 'delegation tokens, * for all', collectList)
    .option('--user-principal <principals>', 'users whose tokens are meant, as User:alice', collectList)
    .addOption(
      new Option('--resource-pattern-type <type>', 'whether names are whole names or beginnings')
        .choices(types)
        .default(pattern),
    );
}

function addEntries(command: Command): Command {
  return command
    .option('--allow-principal <principals>', 'who may, as User:alice, User:* for all', collectList)
    .option('--deny-principal <principals>', 'who may not', collectList)
    .option('--allow-host <hosts>', 'from where, for --allow-principal; everywhere when absent', collectList)
    .option('--deny-host <hosts>', 'from where, for --deny-principal; everywhere when absent', collectList)
    .option('--operation <operations>', 'as read,write,describe; all when absent', collectList)
    .option('--producer', 'what a producer to the topics needs: write, describe and create')
    .option('--consumer', 'what a consumer of the topics in the groups needs: read and describe');
}

const ADD_EXAMPLES = `
Examples:
  samsa acl add --allow-principal User:alice --producer --topic orders
  samsa acl add --allow-principal User:bob --consumer --topic orders --group billing
  samsa acl add --allow-principal User:carol --operation read --topic metrics. --resource-pattern-type prefixed`;
