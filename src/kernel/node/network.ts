/**
 * TCP by `node:net`. A Connection is the socket itself. An empty host listens on all addresses of both families (on
 * IPv4 alone where the machine has no IPv6).
 */
import net from 'node:net';
import type { Logger } from '../logger.ts';
import type { Connection, ConnectOptions, Listener, ListenOptions, Network } from '../network.ts';

/** Small frames leave at once; a peer that vanished without a word is noticed by the system. */
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true } as const;

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

function listen(options: ListenOptions, handlers: ListenHandlers): Promise<Listener> {
  const server = net.createServer(SOCKET_OPTIONS, handlers.onConnection);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.host === '' ? { port: options.port } : { host: options.host, port: options.port }, () => {
      server.off('error', reject);
      // A connection that was gone before it was accepted, or no file descriptor left for it: its loss, not ours.
      server.on('error', (error) => handlers.logger.warn('A connection was not accepted', { reason: error.message }));
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : options.port,
        close: async () => {
          server.close();
        },
      });
    });
  });
}

function connect(options: ConnectOptions): Promise<Connection> {
  const socket = net.connect({ ...SOCKET_OPTIONS, host: options.host, port: options.port });
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => socket.destroy(connectTimeout(options)), options.timeoutMs);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timeout));
    socket.once('connect', () => {
      clearTimeout(timeout);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function connectTimeout({ host, port, timeoutMs }: ConnectOptions): Error {
  const message = `connect ETIMEDOUT ${host}:${port}: no answer within ${timeoutMs} ms`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT', syscall: 'connect' });
}
