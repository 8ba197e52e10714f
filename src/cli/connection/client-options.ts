/**
 * From the options of a command to those of a client: a properties file, `-X` and `--bootstrap`, each stronger than the
 * one before. A key that no client has is refused where it was typed; in a file it may be meant for another kind of
 * client, or for Java alone, and is passed over as Java does.
 */
import { readFileSync } from 'node:fs';
import { KafkaError, nearestName, parseProperties } from '#kernel';
import type { ConfigDefinitions, ConfigTable } from '#kernel';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { addressText, parseBootstrap } from './bootstrap-servers.ts';
import type { HostAndPort } from './bootstrap-servers.ts';
import { bootstrapGiven, configFile, DEFAULT_BOOTSTRAP } from './connection-options.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { takeSasl } from './sasl-properties.ts';
import { takeTls } from './tls-properties.ts';

export interface ClientSettings {
  readonly addresses: readonly HostAndPort[];
  /** As the constructors of the clients take them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** `kind` is the word for messages: `producer`. Throws a UsageError. */
export function clientSettings<T extends ConfigDefinitions>(
  kind: string,
  table: ConfigTable<T>,
  options: ConnectionOptions,
  surroundings: Surroundings,
): ClientSettings {
  const typed = options.commandProperty ?? new Map<string, string>();
  const properties = new Map([...fileProperties(configFile(options, surroundings)), ...typed]);
  const bootstrap = options.bootstrap ?? take(properties, 'bootstrap.servers') ?? bootstrapGiven(options, surroundings);
  properties.delete('bootstrap.servers');
  const addresses = parseBootstrap(bootstrap ?? DEFAULT_BOOTSTRAP);
  const security = { tls: takeTls(properties), sasl: takeSasl(properties) };
  const result: Record<string, unknown> = {
    bootstrapServers: addresses.map(addressText),
    clientId: 'samsa-cli',
    ...(security.tls === undefined ? {} : { tls: security.tls }),
    ...(security.sasl === undefined ? {} : { sasl: security.sasl }),
  };
  for (const [key, text] of properties) {
    const entry = table.entry(key);
    if (entry !== undefined) result[entry.property] = parsedValue(table, key, text);
    else if (typed.has(key)) throw unknownKey(kind, key, table.keys());
  }
  return { addresses, options: result };
}

function fileProperties(file: string | undefined): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  try {
    return parseProperties(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof KafkaError) throw new UsageError(`${file}: ${error.message}.`, { cause: error });
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}): --command-config is a file of Kafka client configs.`,
      { cause: error },
    );
  }
}

function parsedValue<T extends ConfigDefinitions>(table: ConfigTable<T>, key: string, text: string): unknown {
  const upper = key === 'security.protocol' ? text.toUpperCase() : text;
  const parsed = table.parseValue(key, upper);
  if ('message' in parsed) throw new UsageError(`${parsed.message}.`);
  return parsed.value;
}

function unknownKey(kind: string, key: string, known: readonly string[]): UsageError {
  const meant = nearestName(key, known);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  return new UsageError(`-X ${key}: there is no config of a ${kind} with that name${hint}`);
}

function take(properties: Map<string, string>, key: string): string | undefined {
  const value = properties.get(key);
  properties.delete(key);
  return value;
}
