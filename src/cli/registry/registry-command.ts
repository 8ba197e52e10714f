/** The words of `samsa registry`. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectPairs } from '../argument-parsers.ts';
import { addConnectionOptions } from '../connection/connection-options.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export interface RegistryOptions extends ConnectionOptions {
  readonly listen: string;
  readonly topic: string;
  readonly group: string;
  readonly advertise?: string;
  readonly option?: ReadonlyMap<string, string>;
  readonly compat: '7' | '8';
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly users?: string;
  readonly bearer?: string;
  readonly acls?: boolean;
  readonly superUser?: readonly string[];
  readonly allowOrigin?: readonly string[];
  readonly insecure?: boolean;
  readonly logLevel: string;
  readonly logFormat: 'auto' | 'human' | 'json';
}

export function addRegistry(program: Command, surroundings: Surroundings): void {
  const registry = program
    .command('registry')
    .summary('run a schema registry in the foreground, for any Kafka')
    .description(DESCRIPTION)
    .option('--listen <host:port>', 'where clients reach it by HTTP; port 0 picks a free one', 'localhost:8081')
    .option('--topic <name>', 'the topic that holds what is registered', '_schemas')
    .option('--group <name>', 'the group whose members agree on who writes', 'schema-registry')
    .option('--advertise <host>', 'under which name the others of the group reach it')
    .option(
      '-o, --option <key=value>',
      'a config of Confluent’s registry, as schema.compatibility.level=FULL; may be repeated',
      collectPairs,
    )
    .addOption(
      new Option('--compat <major>', 'whose answers it gives, where they differ: of Confluent’s registry 7 or 8')
        .choices(['7', '8'])
        .default('8'),
    )
    .option('--tls-cert <file>', 'speak HTTPS: its certificate, PEM')
    .option('--tls-key <file>', 'the key of the certificate, PEM')
    .option('--tls-client-ca <file>', 'ask clients for a certificate of these authorities, PEM')
    .option('--users <file>', 'ask for logins by HTTP Basic: a properties file of names and passwords')
    .option('--bearer <file>', 'ask for bearer tokens: a properties file of sasl.oauthbearer.… configs, as a broker’s')
    .option('--acls', 'hold who has logged in to the cluster’s ACLs')
    .option('--super-user <principal...>', 'with --acls: may do everything, as User:admin')
    .option('--allow-origin <origin...>', 'let pages of the origin use it from a browser; * for all')
    .option('--insecure', 'let other machines reach it although nothing authenticates them')
    .option('--log-level <level>', 'as of samsa start', 'info')
    .addOption(
      new Option('--log-format <format>', 'how log lines look; auto: human on a terminal')
        .choices(['auto', 'human', 'json'])
        .default('auto'),
    );
  addConnectionOptions(registry)
    .addHelpText('after', EXAMPLES)
    .action(async (options: RegistryOptions) => {
      const { runRegistry } = await import('./run-registry.ts');
      await runRegistry(surroundings, options);
    });
}

const DESCRIPTION =
  'Runs a schema registry with the REST API of Confluent’s until Ctrl-C or SIGTERM. It keeps what is registered in a ' +
  'topic of the cluster, as Confluent’s does, and takes over what that has written. A broker by samsa start has one ' +
  'already.';

const EXAMPLES = `
Examples:
  samsa registry --bootstrap broker1:9092
  samsa registry --bootstrap broker1:9092 --command-config client.properties --listen 0.0.0.0:8081 --users users.properties`;
