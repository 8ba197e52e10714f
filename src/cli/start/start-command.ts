/** The words of `samsa start`. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectPairs } from '../argument-parsers.ts';

export interface StartOptions {
  readonly option?: ReadonlyMap<string, string>;
  readonly data?: string;
  readonly listen?: string;
  readonly insecure?: boolean;
  readonly secure?: boolean;
  readonly logLevel: string;
  readonly logFormat: 'auto' | 'human' | 'json';
}

export function addStart(program: Command): void {
  program
    .command('start')
    .summary('run a broker in the foreground')
    .description(DESCRIPTION)
    .argument(
      '[file]',
      'a Kafka server.properties; none is needed for a broker on localhost:9092 with its data in ./data',
    )
    .option(
      '-o, --option <key=value>',
      'a config, stronger than the file and the environment; may be repeated',
      collectPairs,
    )
    .option('--data <directory>', 'where the data lies: log.dirs')
    .option('--listen <host:port>', 'where clients connect: listeners; port 0 picks a free one')
    .option(
      '--secure',
      'listen with TLS and logins by SCRAM: makes an authority, a certificate and a first user, and says once how to connect',
    )
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
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: StartOptions) => {
      const { start } = await import('./start.ts');
      await start(file, options);
    });
}

const DESCRIPTION =
  'Runs a broker until Ctrl-C or SIGTERM, which lets requests finish and leaves the data ready for a quick start; ' +
  'a second Ctrl-C stops at once. Configs come from the file, from KAFKA_… environment variables as in the container ' +
  'images of Kafka, and from the options here; the later is the stronger.';

const EXAMPLES = `
Examples:
  samsa start
  samsa start --data /var/lib/samsa --listen localhost:9092
  samsa start --secure --listen 0.0.0.0:9092
  samsa start server.properties -o num.partitions=6 -o flush.ack=page-cache`;
