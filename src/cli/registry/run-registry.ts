/** `samsa registry`: a schema registry in the foreground, for any Kafka, until Ctrl-C or SIGTERM. */
import { readFileSync } from 'node:fs';
import type { Env, TlsServerIdentity } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { UsageError } from '../exit-code.ts';
import { loggerOptions } from '../start/start-settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { StopSignals } from '../terminal/stop-signals.ts';
import { ClusterAcls } from './cluster-acls.ts';
import { isLoopback, parseListenerAddress, urlOf, type ListenerAddress } from './listener-address.ts';
import { ownLogins, withAcls } from './own-security.ts';
import type { RegistryOptions } from './registry-command.ts';
import { RegistryServer } from './registry-server.ts';
import { clientOptions, openRegistryService, registryConnection, type RegistryConnection } from './registry-service.ts';

export async function runRegistry(surroundings: Surroundings, options: RegistryOptions): Promise<void> {
  const address = listenAddress(options.listen);
  const env = createNodeEnv({ logger: loggerOptions(options) });
  const logins = await ownLogins(env, options);
  if (logins === null && (options.acls === true || options.superUser !== undefined)) {
    throw new UsageError('--acls is about who has logged in: give --users, --bearer or --tls-client-ca as well.');
  }
  if (logins === null && !isLoopback(address) && options.insecure !== true) {
    throw new UsageError(
      `--listen ${options.listen} can be reached from other machines and nothing authenticates who asks: ask for ` +
        'logins with --users, --bearer or --tls-client-ca, or accept that with --insecure.',
    );
  }
  const tls = tlsIdentity(options);
  const connection = await registryConnection(options, surroundings);
  const acls = options.acls === true ? await aclsOf(env, connection, options) : null;
  const signals = new StopSignals(surroundings.signals, env.clock);
  let port = address.port;
  const service = openRegistryService(env, {
    listens: () => ({ scheme: tls === null ? 'http' : 'https', host: options.advertise ?? address.host, port }),
    connection,
    configs: configsOf(options),
    allowedOrigins: options.allowOrigin ?? [],
    security: logins === null || acls === null ? logins : withAcls(logins, acls),
  });
  const server = await RegistryServer.start({
    ...address,
    tls,
    listener: service.listener,
  });
  port = server.port;
  const url = urlOf({ host: address.host, port }, tls !== null);
  service.ready().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    env.logger.error('The registry cannot read its topic', { reason });
  });
  surroundings.stdout.write(`The schema registry of ${connection.bootstrap} is on ${url}. Ctrl-C stops it.\n`);
  const signal = await signals.first;
  env.logger.info('Stopping; once more stops at once', { signal });
  await server.close();
  await service.close();
  await acls?.close();
  signals.close();
}

/** `-o` is the strongest: it is what someone typed for just this key. */
function configsOf({ topic, group, compat, option }: RegistryOptions): ReadonlyMap<string, string> {
  const configs = new Map([
    ['kafkastore.topic', topic],
    ['schema.registry.group.id', group],
    ['samsa.compat', compat],
  ]);
  return new Map([...configs, ...(option ?? [])]);
}

function listenAddress(text: string): ListenerAddress {
  const address = parseListenerAddress(text);
  if (address === null) {
    throw new UsageError(`--listen ${text} is not of the form host:port, for instance localhost:8081 or [::1]:8081.`);
  }
  return address;
}

function aclsOf(env: Env, connection: RegistryConnection, { superUser }: RegistryOptions): Promise<ClusterAcls> {
  return ClusterAcls.open(env, { client: clientOptions(connection), superUsers: superUser ?? [] });
}

/** Null for plain HTTP. */
function tlsIdentity({ tlsCert, tlsKey, tlsClientCa }: RegistryOptions): TlsServerIdentity | null {
  if (tlsCert === undefined && tlsKey === undefined && tlsClientCa === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UsageError('HTTPS needs both --tls-cert and --tls-key.');
  }
  return {
    cert: readPem('--tls-cert', tlsCert),
    key: readPem('--tls-key', tlsKey),
    ca: tlsClientCa === undefined ? undefined : readPem('--tls-client-ca', tlsClientCa),
    clientCertificates: tlsClientCa === undefined ? 'none' : 'required',
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
  };
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option} ${file}: the file cannot be read (${reason}).`, { cause: error });
  }
}
