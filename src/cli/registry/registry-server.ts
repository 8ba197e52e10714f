/**
 * The server under the registry's REST API: HTTP, or HTTPS with what a listener of the broker shows and asks for. It takes
 * requests from the start and hands them to who answers, which may be loaded only then.
 */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { KafkaError, type TlsServerIdentity } from '#kernel';

/** Requests under way get so long to finish when it closes. */
const DRAIN_MS = 5000;

export interface RegistryServerOptions {
  /** Empty for all addresses. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Null for plain HTTP. */
  readonly tls: TlsServerIdentity | null;
  readonly listener: RequestListener;
}

/** Requests that take longer to arrive are given up, so that nobody holds a connection for nothing. */
const BOUNDS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 30_000,
} as const;
const MAX_CONNECTIONS = 1000;

export class RegistryServer {
  readonly #server: Server;
  readonly port: number;
  readonly isSecure: boolean;

  private constructor(server: Server, port: number, isSecure: boolean) {
    this.#server = server;
    this.port = port;
    this.isSecure = isSecure;
  }

  /** Rejects with a KafkaError where the address cannot be used. */
  static async start(options: RegistryServerOptions): Promise<RegistryServer> {
    const { host, tls } = options;
    const server = await newServer(options);
    server.maxConnections = MAX_CONNECTIONS;
    return new Promise((resolve, reject) => {
      server.once('error', (cause) =>
        reject(
          new KafkaError('INVALID_CONFIG', `the registry at ${host}:${options.port}: ${cause.message}`, { cause }),
        ),
      );
      server.listen({ port: options.port, ...(host === '' ? {} : { host }) }, () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : options.port;
        resolve(new RegistryServer(server, port, tls !== null));
      });
    });
  }

  /** Shows another certificate from now on. Throws where it cannot be used. */
  setIdentity(identity: TlsServerIdentity): void {
    if ('setSecureContext' in this.#server && typeof this.#server.setSecureContext === 'function') {
      this.#server.setSecureContext(tlsOptions(identity));
    }
  }

  /** What keeps the process up is its broker. */
  unref(): void {
    this.#server.unref();
  }

  /** Takes no more requests, lets those under way finish for a while, and cuts the rest off. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => this.#server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(cut);
  }
}

async function newServer({ tls, listener }: RegistryServerOptions): Promise<Server> {
  if (tls === null) return createHttpServer(BOUNDS, listener);
  const { createServer } = await import('node:https');
  return createServer({ ...BOUNDS, ...tlsOptions(tls) }, listener);
}

function tlsOptions({ clientCertificates, ...material }: TlsServerIdentity): Record<string, unknown> {
  return {
    // Node takes an option that is undefined for one that is set.
    ...Object.fromEntries(Object.entries(material).filter(([, value]) => value !== undefined)),
    requestCert: clientCertificates !== 'none',
    rejectUnauthorized: clientCertificates === 'required',
  };
}
