/** The options that every command has that talks to a schema registry: where it is, and who asks. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { durationMs } from '../argument-parsers.ts';

export interface RegistryAccess {
  readonly registry?: string;
  readonly registryUser?: string;
  readonly registryToken?: string;
  readonly registryCa?: string;
  readonly registryCert?: string;
  readonly registryKey?: string;
  /** ms. */
  readonly timeout: number;
}

/** What every command with `--json` has besides. */
export interface RegistryListOptions extends RegistryAccess {
  readonly json?: boolean;
}

export const DEFAULT_REGISTRY = 'http://localhost:8081';
const DEFAULT_TIMEOUT_MS = 10_000;

/** `hasTimeout`: not where the options of the cluster bring one. */
export function addRegistryOptions(command: Command, { hasTimeout = true }: { hasTimeout?: boolean } = {}): Command {
  command
    .optionsGroup('Registry:')
    .option(
      '-r, --registry <url,...>',
      `where the schema registry is; the environment's SAMSA_REGISTRY or ${DEFAULT_REGISTRY} when absent`,
    )
    .option(
      '--registry-user <name:password>',
      `a login by HTTP Basic; the environment's SAMSA_REGISTRY_USER when absent`,
    )
    .option('--registry-token <token>', `a bearer token; the environment's SAMSA_REGISTRY_TOKEN when absent`)
    .option('--registry-ca <file>', 'certificates (PEM) of the authorities to trust, for https')
    .option('--registry-cert <file>', "the client's own certificate (PEM)")
    .option('--registry-key <file>', 'the key (PEM) of --registry-cert');
  if (hasTimeout) {
    command.addOption(
      new Option('--timeout <time>', 'how long to wait for each answer, as 5s or 1m')
        .argParser(durationMs)
        .default(DEFAULT_TIMEOUT_MS, '10s'),
    );
  }
  return command.optionsGroup('Options:');
}
