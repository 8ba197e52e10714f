/**
 * TCP by `node:net`, and TLS over it by `node:tls` (for connections that come in: `tls-listener.ts`). A Connection is the
 * socket itself. An empty host listens on all addresses of both families (on IPv4 alone where the machine has no IPv6).
 */
import net from 'node:net';
import tls from 'node:tls';
import type { Logger } from '../logger.ts';
import type { Connection, ConnectOptions, Listener, ListenOptions, Network, TlsOptions } from '../network.ts';
import { TlsAcceptor } from './tls-listener.ts';

/** Small frames leave at once; a peer that vanished without a word is noticed by the system. */
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true } as const;
/** As much as Node itself reads at once; more than a core's cache holds is slower. */
const READ_BYTES = 64 * 1024;
/** How long one of several addresses of a host may take before the next is tried. Node's own 250 ms gives up on far ones. */
const MIN_ADDRESS_ATTEMPT_MS = 250;
const MAX_ADDRESS_ATTEMPT_MS = 3000;

export function nodeNetwork(logger: Logger): Network {
  return {
    listen: (options, onConnection) => listen(options, { onConnection, logger }),
    connect,
  };
}

interface ListenHandlers {
  readonly onConnection: (connection: Connection) => void;
  readonly logger: Logger;
}

function listen(options: ListenOptions, { onConnection, logger }: ListenHandlers): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const secured = options.tls === undefined ? null : new TlsAcceptor(options.tls, onConnection);
    const onSocket = secured === null ? onConnection : (socket: net.Socket): void => secured.accept(socket);
    const server = net.createServer(SOCKET_OPTIONS, onSocket);
    server.once('error', reject);
    server.listen(options.host === '' ? { port: options.port } : { host: options.host, port: options.port }, () => {
      server.off('error', reject);
      // A connection that was gone before it was accepted, or no file descriptor left for it: its loss, not ours.
      server.on('error', (error) => logger.warn('A connection was not accepted', { reason: error.message }));
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : options.port;
      resolve(listener(server, port, secured));
    });
  });
}

function listener(server: net.Server, port: number, secured: TlsAcceptor | null): Listener {
  const close = async (): Promise<void> => {
    server.close();
    secured?.close();
  };
  return secured === null ? { port, close } : { port, close, setIdentity: (identity) => secured.setIdentity(identity) };
}

function connect(options: ConnectOptions): Promise<Connection> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) throw abortError(options.signal);
    const socket = open(options);
    const timeout = setTimeout(() => socket.destroy(connectTimeout(options)), options.timeoutMs);
    const onAbort = (): void => void socket.destroy(abortError(options.signal!));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timeout);
      options.signal?.removeEventListener('abort', onAbort);
    };
    socket.once('error', reject);
    socket.once('close', settle);
    socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () => {
      settle();
      socket.off('error', reject);
      socket.off('close', settle);
      resolve(socket);
    });
  });
}

/** Throws ERR_TLS_OPTIONS where certificate, key or the like cannot be used. */
function open({ host, port, timeoutMs, reusesChunks, tls: security }: ConnectOptions): net.Socket {
  const attemptMs = Math.min(MAX_ADDRESS_ATTEMPT_MS, Math.max(MIN_ADDRESS_ATTEMPT_MS, Math.floor(timeoutMs / 4)));
  const onread = reusesChunks === true ? intoOneChunk((): net.Socket => socket) : undefined;
  const options = { ...SOCKET_OPTIONS, host, port, autoSelectFamilyAttemptTimeout: attemptMs, onread };
  const socket: net.Socket = security === undefined ? net.connect(options) : connectTls(options, security);
  return socket;
}

/**
 * `data` is emitted with a view of the one chunk. What comes while nobody listens, or while earlier bytes still wait, takes
 * the stream's own way, as a copy.
 */
function intoOneChunk(socketOf: () => net.Socket): net.OnReadOpts {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const callback = (bytes: number): boolean => {
    const socket = socketOf();
    const chunk = buffer.subarray(0, bytes);
    if (socket.readableFlowing !== true || socket.readableLength > 0) return socket.push(Buffer.from(chunk));
    socket.emit('data', chunk);
    return true;
  };
  return { buffer, callback };
}

function connectTls(options: tls.ConnectionOptions & { host: string }, security: TlsOptions): net.Socket {
  const { serverName, ...given } = security;
  // By RFC 6066 an address is no server name.
  const servername = serverName ?? (net.isIP(options.host) === 0 ? options.host : '');
  try {
    return tls.connect({ ...options, ...(withoutUndefined(given) as tls.ConnectionOptions), servername });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(reason, { cause }), { code: 'ERR_TLS_OPTIONS' });
  }
}

/** Node takes a key that is undefined for one that is set. */
function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function abortError(signal: AbortSignal): Error {
  const { reason } = signal;
  return reason instanceof Error ? reason : new Error(String(reason));
}

function connectTimeout({ host, port, timeoutMs }: ConnectOptions): Error {
  const message = `connect ETIMEDOUT ${host}:${port}: no answer within ${timeoutMs} ms`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT', syscall: 'connect' });
}
