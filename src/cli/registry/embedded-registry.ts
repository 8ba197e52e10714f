/**
 * The registry beside the broker of `samsa start`: it listens with the broker, and is loaded with its first request, or at once
 * where its topic is there already. So a start pays for a socket, and a broker that nobody asks for schemas for nothing more.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { registrySettingsOf, type Broker, type BrokerConfig, type OneStepLogins, type RegistrySettings } from '#broker';
import type { Env } from '#kernel';
import type { RegistryAddress } from '#registry';
import { processSurroundings } from '../surroundings.ts';
import type { LazyValidator } from './lazy-validator.ts';
import { urlOf } from './listener-address.ts';
import { RegistryServer } from './registry-server.ts';
import type { RegistryService } from './registry-service.ts';

const TOPIC = '_schemas';
const CONNECT_TIMEOUT_MS = 10_000;

export interface EmbeddedRegistryOptions {
  readonly broker: Broker;
  readonly config: BrokerConfig;
  /** `host:port` of the listener that it connects to. */
  readonly bootstrap: string;
  /** A file of client configs to log in with; null where the listener asks for no login. */
  readonly clientConfigFile: string | null;
  /** What the broker asks about records, if it does. */
  readonly validator?: LazyValidator;
}

export interface EmbeddedRegistry {
  /** Where clients on this machine reach it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Null where there is to be none. Rejects where an address was asked for and cannot be used. */
export async function openEmbeddedRegistry(
  env: Env,
  options: EmbeddedRegistryOptions,
): Promise<EmbeddedRegistry | null> {
  const logins = options.broker.logins();
  const settings = registrySettingsOf(options.config.values, logins !== null);
  if (settings.listener === null) return null;
  const log = env.logger.component('registry');
  const { host } = settings.listener;
  let server: RegistryServer | null = null;
  const listens = (): RegistryAddress | null =>
    server === null ? null : { scheme: server.isSecure ? 'https' : 'http', host, port: server.port };
  const service = new LazyService(() => load(env, options, { settings, logins, listens }));
  server = await listen(env, { settings, logins, listener: service.listener });
  // Without an address the broker still has it for itself.
  options.validator?.opened({ load: () => service.loaded(), close: () => service.close() });
  if (server === null) return null;
  server.unref();
  const url = urlOf({ host, port: server.port }, server.isSecure);
  if (options.broker.hasTopic(TOPIC)) {
    service.wake().catch((error: unknown) => log.warn('The registry could not be loaded', { reason: reasonOf(error) }));
  }
  return {
    url,
    async close() {
      await server.close();
      await service.close();
    },
  };
}

/** Loaded when it is first asked for. */
class LazyService {
  readonly listener: RequestListener;
  readonly #load: () => Promise<RegistryService>;
  #loading: Promise<RegistryService> | null = null;
  #loaded: RegistryService | null = null;

  constructor(loading: () => Promise<RegistryService>) {
    this.#load = loading;
    this.listener = (request, response) => {
      if (this.#loaded !== null) this.#loaded.listener(request, response);
      else void this.#answerLater(request, response);
    };
  }

  async wake(): Promise<void> {
    await (await this.loaded()).ready();
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }

  async #answerLater(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      (await this.loaded()).listener(request, response);
    } catch (error) {
      const body = JSON.stringify({
        error_code: 50001,
        message: `The registry could not be loaded: ${reasonOf(error)}`,
      });
      response.writeHead(500, { 'Content-Type': 'application/vnd.schemaregistry.v1+json', Connection: 'close' });
      response.end(body);
    }
  }

  /** One that could not be loaded is tried again with the next request. */
  async loaded(): Promise<RegistryService> {
    this.#loading ??= this.#load();
    try {
      return (this.#loaded = await this.#loading);
    } catch (error) {
      this.#loading = null;
      throw error;
    }
  }
}

/** Null where the address is taken and nobody asked for it. */
async function listen(
  env: Env,
  {
    settings,
    logins,
    listener,
  }: { settings: RegistrySettings; logins: OneStepLogins | null; listener: RequestListener },
): Promise<RegistryServer | null> {
  if (settings.listener === null) return null;
  const { host, port, isOptional } = settings.listener;
  const log = env.logger.component('registry');
  try {
    const tls = logins?.tls(() => undefined) ?? null;
    const server = await RegistryServer.start({ host, port, tls, listener });
    logins?.bound({
      port: server.port,
      close: () => Promise.resolve(),
      setIdentity: (identity) => server.setIdentity(identity),
    });
    return server;
  } catch (error) {
    if (!isOptional) throw error;
    const sentence = 'no schema registry, as the address is taken; samsa.registry.listener names another';
    log.info(sentence, { reason: reasonOf(error) });
    return null;
  }
}

interface LoadScope {
  readonly settings: RegistrySettings;
  readonly logins: OneStepLogins | null;
  readonly listens: () => RegistryAddress | null;
}

async function load(
  env: Env,
  { broker, bootstrap, clientConfigFile }: EmbeddedRegistryOptions,
  { settings, logins, listens }: LoadScope,
): Promise<RegistryService> {
  const { openRegistryService, registryConnection } = await import('./registry-service.ts');
  const { brokerSecurity } = await import('./broker-security.ts');
  const connectionOptions = {
    bootstrap,
    timeout: CONNECT_TIMEOUT_MS,
    ...(clientConfigFile === null ? {} : { commandConfig: clientConfigFile }),
  };
  return openRegistryService(env, {
    connection: await registryConnection(connectionOptions, processSurroundings),
    configs: new Map([['samsa.compat', String(settings.compat)]]),
    allowedOrigins: settings.allowedOrigins,
    security: brokerSecurity(broker, logins),
    listens,
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
