/**
 * The commands and their options. A mistake costs one sentence on standard error and the exit code 1; what a command
 * prints on standard output is its result.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { fatalSentence } from './fatal-sentence.ts';

export interface StartOptions {
  readonly option?: ReadonlyMap<string, string>;
  readonly data?: string;
  readonly listen?: string;
  readonly insecure?: boolean;
  readonly logLevel: string;
  readonly logFormat: 'auto' | 'human' | 'json';
}

export interface ConfigOptions {
  readonly broker?: boolean;
  readonly topic?: boolean;
  readonly group?: boolean;
}

/** Runs until the command is done, for `start` until the broker has stopped. Returns the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await commandLine().parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const sentence = fatalSentence(error);
    if (sentence === null) throw error;
    process.stderr.write(`samsa: ${sentence}\n`);
    return 1;
  }
}

/** The whole tree of commands; the reference page is made from it. */
export function commandLine(): Command {
  const program = new Command('samsa')
    .description('Kafka as a platform: a broker that speaks the protocol of Apache Kafka.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride();
  addStart(program);
  addConfig(program);
  return program;
}

function addStart(program: Command): void {
  program
    .command('start')
    .summary('run a broker in the foreground')
    .description(START_DESCRIPTION)
    .argument(
      '[file]',
      'a Kafka server.properties; none is needed for a broker on localhost:9092 with its data in ./data',
    )
    .option(
      '-o, --option <key=value>',
      'a config, stronger than the file and the environment; may be repeated',
      collect,
    )
    .option('--data <directory>', 'where the data lies: log.dirs')
    .option('--listen <host:port>', 'where clients connect: listeners; port 0 picks a free one')
    .option('--insecure', 'let other machines reach a listener that nothing authenticates: samsa.insecure=true')
    .option(
      '--log-level <level>',
      'error, warn, info or debug, and of single components, as in info,network=debug',
      'info',
    )
    .addOption(
      new Option('--log-format <format>', 'how log lines look; auto: human on a terminal')
        .choices(['auto', 'human', 'json'])
        .default('auto'),
    )
    .addHelpText('after', START_EXAMPLES)
    .action(async (file: string | undefined, options: StartOptions) => {
      const { start } = await import('./start.ts');
      await start(file, options);
    });
}

function addConfig(program: Command): void {
  program
    .command('config')
    .summary('print what can be configured')
    .description(
      'Prints the configs there are with types, defaults and what they do: those of a broker where nothing else is asked for.',
    )
    .argument('[words...]', 'only configs whose names contain one of these words')
    .option('--broker', 'configs of a broker')
    .option('--topic', 'configs of a topic')
    .option('--group', 'configs of a group')
    .action(async (words: string[], options: ConfigOptions) => {
      const { printConfigs } = await import('./print-configs.ts');
      printConfigs(words, options);
    });
}

const START_DESCRIPTION =
  'Runs a broker until Ctrl-C or SIGTERM, which lets requests finish and leaves the data ready for a quick start; ' +
  'a second Ctrl-C stops at once. Configs come from the file, from KAFKA_… environment variables as in the container ' +
  'images of Kafka, and from the options here; the later is the stronger.';

const START_EXAMPLES = `
Examples:
  samsa start
  samsa start --data /var/lib/samsa --listen localhost:9092
  samsa start server.properties -o num.partitions=6 -o flush.ack=page-cache`;

function collect(pair: string, previous: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const separator = pair.indexOf('=');
  if (separator < 1) throw new InvalidArgumentError('It is not of the form key=value.');
  return new Map([...previous, [pair.slice(0, separator).trim(), pair.slice(separator + 1).trim()]]);
}

export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
