/** Ports of this machine: one that is free now, and waiting until somebody answers on one. */
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux): one of those could take a port between
 * the look at it and its use.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const ATTEMPTS = 50;

/** A port that nobody listens on. Another process may take it before its user does; that is then an error on start. */
export function freePort(): Promise<number> {
  return freePorts(1);
}

/** Two neighbouring free ports, the lower of which is returned: a Kafka node's listener and its controller's. */
export function freePortPair(): Promise<number> {
  return freePorts(2);
}

async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const areFree = await Promise.all(ports.map(isFree));
    if (areFree.every(Boolean)) return first;
  }
  throw new Error(`no ${count === 1 ? 'free port' : 'neighbouring free ports'} found`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
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
