/** Ports of this machine: one that is free now, and waiting until somebody answers on one. */
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A port that nobody listened on a moment ago. Another process may take it before its user does; that is then an error on start. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Two neighbouring free ports, the lower of which is returned: a Kafka node's listener and its controller's. */
export async function freePortPair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = await freePort();
    if (port < 65_535 && !(await answers(port + 1))) return port;
  }
  throw new Error('no two neighbouring free ports found');
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

export interface WaitOptions {
  readonly deadlineMs: number;
  /** Says why waiting makes no sense any more, or null. */
  gaveUp(): string | null;
}

/** Resolves once a connection to `port` succeeds. Throws when `gaveUp` says so, or past the deadline. */
export async function waitForPort(port: number, options: WaitOptions): Promise<void> {
  const end = Date.now() + options.deadlineMs;
  while (!(await answers(port))) {
    const reason = options.gaveUp();
    if (reason !== null) throw new Error(reason);
    if (Date.now() > end) throw new Error(`port ${port} did not answer within ${options.deadlineMs} ms`);
    await delay(20);
  }
}
