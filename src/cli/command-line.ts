/**
 * The commands and their options, composed: each command's words stand in a file of its own, and what it does is loaded
 * when it is called. A mistake costs one sentence on standard error and an exit code that scripts can trust; what a
 * command prints on standard output is its result.
 */
import { Command, CommanderError } from 'commander';
import { addAcl } from './acl/acl-command.ts';
import { addBench } from './bench/bench-command.ts';
import { addCluster } from './cluster/cluster-command.ts';
import { addCompletion } from './completion/completion-command.ts';
import { addConfig } from './config/config-command.ts';
import { addConsume } from './consume/consume-command.ts';
import { CommandEnded, ExitCode, UsageError } from './exit-code.ts';
import { fatalSentence } from './fatal-sentence.ts';
import { addGroup } from './group/group-command.ts';
import { addImport } from './import/import-command.ts';
import { packageVersion } from './package-version.ts';
import { addProduce } from './produce/produce-command.ts';
import { addQuota } from './quota/quota-command.ts';
import { addRegistry } from './registry/registry-command.ts';
import { addSchema } from './schema/schema-command.ts';
import { addStart } from './start/start-command.ts';
import { processSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';
import { complain } from './terminal/messages.ts';
import { addTop } from './top/top-command.ts';
import { addTopic } from './topic/topic-command.ts';
import { addTxn } from './txn/txn-command.ts';
import { addUser } from './user/user-command.ts';

/** Runs until the command is done, for `start` until the broker has stopped. Returns the exit code. */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings = processSurroundings,
): Promise<number> {
  try {
    await commandLine(surroundings, args[0]).parseAsync([...args], { from: 'user' });
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    if (error instanceof CommandEnded) return error.exitCode;
    if (error instanceof UsageError) {
      complain(surroundings, error.message);
      return ExitCode.usage;
    }
    const sentence = fatalSentence(error);
    if (sentence === null) throw error;
    complain(surroundings, sentence);
    return ExitCode.failed;
  }
}

/**
 * The whole tree of commands; the reference page and the completions are made from it. Where `name` is a command, only
 * that one: making all would be a tenth of what a broker's start takes.
 */
export function commandLine(surroundings: Surroundings = processSurroundings, name?: string): Command {
  const program = new Command('samsa')
    .description('Kafka as a platform: a broker that speaks the protocol of Apache Kafka, and tools for any Kafka.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
      outputError: (text, write) => write(oneLine(text)),
      getOutHelpWidth: () => surroundings.stdout.columns ?? 100,
      getErrHelpWidth: () => surroundings.stderr.columns ?? 100,
    })
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  const isNamed = COMMANDS.some(([, known]) => known === name);
  for (const [group, known, add] of COMMANDS) {
    if (isNamed && known !== name) continue;
    program.commandsGroup(group);
    add(program, surroundings);
  }
  return program;
}

type AddCommand = (program: Command, surroundings: Surroundings) => void;

const COMMANDS: readonly (readonly [group: string, name: string, add: AddCommand])[] = [
  ['Broker:', 'start', addStart],
  ['Broker:', 'registry', addRegistry],
  ['Broker:', 'top', addTop],
  ['Records:', 'produce', addProduce],
  ['Records:', 'consume', addConsume],
  ['Records:', 'import', addImport],
  ['Records:', 'bench', addBench],
  ['Cluster:', 'topic', addTopic],
  ['Cluster:', 'group', addGroup],
  ['Cluster:', 'config', addConfig],
  ['Cluster:', 'cluster', addCluster],
  ['Cluster:', 'txn', addTxn],
  ['Schemas:', 'schema', addSchema],
  ['Security:', 'acl', addAcl],
  ['Security:', 'user', addUser],
  ['Security:', 'quota', addQuota],
  ['Other:', 'completion', addCompletion],
];

const EXIT_CODES = `
Data goes to standard output, messages and progress to standard error. Lists are tables on a
terminal, lines with tabs elsewhere, and JSON with --json. Exit codes: 0 done, 1 failed (also where
a part of it did), 2 a wrong command line, 130 ended by Ctrl-C, 143 by SIGTERM.`;

/** Commander's `error: …` as all other sentences; its `(Did you mean …?)` comes in a line of its own. */
function oneLine(text: string): string {
  return `${text
    .replace(/^error: /, 'samsa: ')
    .trimEnd()
    .replaceAll('\n', ' ')}\n`;
}
