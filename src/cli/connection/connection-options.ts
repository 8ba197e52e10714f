/**
 * The options that every command has that talks to a cluster: where it is, and how to talk to it. `-X` and the file take
 * Kafka's own client configs by Kafka's names, so that what works for Kafka's tools works here.
 */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectPairs, durationMs } from '../argument-parsers.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ConnectionOptions {
  readonly bootstrap?: string;
  readonly commandConfig?: string;
  readonly config?: string;
  readonly commandProperty?: ReadonlyMap<string, string>;
  readonly timeout: number;
}

/** What every command with `--json` has besides. */
export interface ListOptions extends ConnectionOptions {
  readonly json?: boolean;
}

export const DEFAULT_BOOTSTRAP = 'localhost:9092';
const DEFAULT_TIMEOUT_MS = 10_000;

export interface ConnectionFlags {
  /** Whether `--config FILE` is understood as well: not where `--config` names configs of topics. */
  readonly hasConfigAlias?: boolean;
}

export function addConnectionOptions(command: Command, flags: ConnectionFlags = {}): Command {
  command
    .optionsGroup('Cluster:')
    .option(
      '-b, --bootstrap <host:port,...>',
      `brokers to find the cluster by; the environment's SAMSA_BOOTSTRAP or ${DEFAULT_BOOTSTRAP} when absent`,
    )
    .option('-X, --command-property <key=value>', 'a Kafka client config, as acks=1; may be repeated', collectPairs)
    .option(
      '-F, --command-config <file>',
      `a properties file of Kafka client configs, security included; the environment's SAMSA_CONFIG when absent`,
    )
    .addOption(
      new Option('--timeout <time>', 'how long to wait for the cluster, as 5s or 1m')
        .argParser(durationMs)
        .default(DEFAULT_TIMEOUT_MS, '10s'),
    );
  if (flags.hasConfigAlias !== false) {
    command.addOption(new Option('--config <file>', 'the same as --command-config').hideHelp());
  }
  return command.optionsGroup('Options:');
}

export function addJsonOption(command: Command): Command {
  return command.option('--json', 'JSON, for programs');
}

/** The file that configs are read from, if any. */
export function configFile(options: ConnectionOptions, { environment }: Surroundings): string | undefined {
  return options.commandConfig ?? options.config ?? nonEmpty(environment['SAMSA_CONFIG']);
}

/** `--bootstrap`, then the environment. */
export function bootstrapGiven(options: ConnectionOptions, { environment }: Surroundings): string | undefined {
  return options.bootstrap ?? nonEmpty(environment['SAMSA_BOOTSTRAP']);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
