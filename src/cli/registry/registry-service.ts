/** A registry and its REST API, made of the options of the command line. Loaded when a registry is asked for, not before. */
import type { RequestListener } from 'node:http';
import { hostname } from 'node:os';
import { Admin, adminConfigs } from '#client';
import { isKafkaError, type Env } from '#kernel';
import {
  openSchemaRegistry,
  ParsedSchemas,
  parseRegistryConfig,
  RecordValidator,
  RegistryHttp,
  type RecordPart,
  type RegistryAddress,
  type RegistryClientOptions,
  type RegistrySecurity,
  type TopicGroup,
} from '#registry';
import { avroFormat, jsonSchemaFormat, protobufFormat, type SchemaFormat, type SchemaType } from '#schema';
import { topicReaders } from '../schema/topic-readers.ts';
import { addressText, checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { packageVersion } from '../package-version.ts';
import type { Surroundings } from '../surroundings.ts';
import { forwardFetch } from './forward-fetch.ts';

/** How the registry reaches its cluster. */
export interface RegistryConnection {
  /** For people. */
  readonly bootstrap: string;
  /** As the constructors of the clients take them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RegistryServiceOptions {
  readonly connection: RegistryConnection;
  /** Of the registry, by their keys (`registryConfigs`). */
  readonly configs: ReadonlyMap<string, string>;
  readonly allowedOrigins: readonly string[];
  readonly security: RegistrySecurity | null;
  /** Where it listens, once it does; null where it does not, so that it only reads. */
  readonly listens: () => RegistryAddress | null;
}

export interface RegistryService {
  readonly listener: RequestListener;
  /** Resolves once all that is registered has been read. */
  ready(): Promise<void>;
  /** Whether a key or value may be written: RecordValidator.check. */
  check(part: RecordPart): string | null | Promise<void>;
  close(): Promise<void>;
}

/** The longest wait for groups. */
const GROUPS_TIMEOUT_MS = 5000;

const FORMATS: ReadonlyMap<SchemaType, SchemaFormat> = new Map<SchemaType, SchemaFormat>([
  ['AVRO', avroFormat],
  ['JSON', jsonSchemaFormat],
  ['PROTOBUF', protobufFormat],
]);

/** It reads and writes nothing before it is asked for something. Throws INVALID_CONFIG. */
export function openRegistryService(env: Env, options: RegistryServiceOptions): RegistryService {
  const { connection, configs, allowedOrigins, security } = options;
  const isReachable = options.listens() !== null;
  const { config } = parseRegistryConfig(new Map([['leader.eligibility', String(isReachable)], ...configs]));
  const registry = openSchemaRegistry(env, {
    client: clientOptions(connection),
    schemas: new ParsedSchemas(FORMATS),
    config,
    address: () => advertised(options.listens()),
  });
  const { listener } = new RegistryHttp(env, {
    registry,
    compat: config.samsaCompat === 7 ? 7 : 8,
    security,
    allowedOrigins,
    fetch: forwardFetch(clientOptions(connection).tls),
    version: packageVersion(),
    clusterIds: async () => ({
      kafkaCluster: await clusterId(connection),
      schemaRegistryCluster: config.schemaRegistryGroupId,
    }),
    topicGroups: (topic) => groupsOf(connection, topic),
  });
  const validator = new RecordValidator({ env, registry });
  return {
    listener,
    ready: () => registry.ready(),
    check: (part) => validator.check(part),
    close: () => registry.close(),
  };
}

/** By the name of this machine where it listens on all its addresses. */
function advertised(listens: RegistryAddress | null): RegistryAddress {
  const { scheme, host, port } = listens ?? { scheme: 'http', host: '', port: 0 };
  return { scheme, host: EVERYWHERE.has(host) ? hostname() : host, port };
}

const EVERYWHERE: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

async function clusterId(connection: RegistryConnection): Promise<string> {
  await using admin = new Admin(clientOptions(connection));
  return (await admin.describeCluster()).clusterId ?? '';
}

/** Null where the cluster does not say, or takes too long to: the verdict does not depend on it. */
async function groupsOf(connection: RegistryConnection, topic: string): Promise<readonly TopicGroup[] | null> {
  await using admin = new Admin({ defaultApiTimeoutMs: GROUPS_TIMEOUT_MS, ...clientOptions(connection) });
  try {
    return await topicReaders(admin, topic);
  } catch (error) {
    if (isKafkaError(error)) return null;
    throw error;
  }
}

export function clientOptions({ bootstrap, options }: RegistryConnection): RegistryClientOptions {
  return { ...options, bootstrapServers: bootstrap.split(',') };
}

/** Throws a UsageError, or a KafkaError where nobody is to be reached. */
export async function registryConnection(
  options: ConnectionOptions,
  surroundings: Surroundings,
): Promise<RegistryConnection> {
  const settings = clientSettings('client', adminConfigs, options, surroundings);
  await checkReachable(settings.addresses, options.timeout);
  const { clientId: _, ...client } = settings.options;
  return { bootstrap: settings.addresses.map(addressText).join(), options: { ...client, clientId: 'schema-registry' } };
}
