/**
 * The addresses of `--bootstrap`. Before a command begins, they are tried: where all refuse at once there is no use in
 * the client's patience, which is made for brokers that come back.
 */
import { connect } from 'node:net';
import { KafkaError } from '#kernel';
import { UsageError } from '../exit-code.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 9092;

/** `localhost`, `broker1:9092,broker2:9092`, `[::1]:9092`. Throws a UsageError. */
export function parseBootstrap(text: string): readonly HostAndPort[] {
  const addresses = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => parseAddress(item));
  if (addresses.length === 0) throw new UsageError('--bootstrap is empty: give host:port, as localhost:9092.');
  return addresses;
}

function parseAddress(text: string): HostAndPort {
  const match = /^(?:[A-Z_]+:\/\/)?(?:\[([0-9a-fA-F:.%\w]+)\]|([^:[\]/\s]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? DEFAULT_PORT);
  if (host !== undefined && port > 0 && port < 65_536) return { host, port };
  throw new UsageError(`--bootstrap ${text} is not of the form host:port, for instance localhost:9092 or [::1]:9092.`);
}

export function addressText({ host, port }: HostAndPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Resolves when one of the addresses takes a connection, or leaves it open for long; throws when all refuse it. */
export async function checkReachable(addresses: readonly HostAndPort[], timeoutMs: number): Promise<void> {
  try {
    await Promise.any(addresses.map((address) => tryConnect(address, Math.min(timeoutMs, PATIENCE_MS))));
  } catch (error) {
    const reasons = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
    const where = addresses.map((address, index) => `${addressText(address)} (${reasonText(reasons[index])})`);
    throw new KafkaError(
      'BOOTSTRAP_FAILED',
      `no broker answers at ${where.join(', ')}: start one with samsa start, or give another address with --bootstrap`,
      { retriable: true, cause: error },
    );
  }
}

/** After it the client may try for itself. */
const PATIENCE_MS = 3000;

function tryConnect({ host, port }: HostAndPort, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, autoSelectFamily: true });
    const done = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(timeoutMs, () => done(resolve));
    socket.once('connect', () => done(resolve));
    socket.once('error', (error) => done(() => reject(error)));
  });
}

function reasonText(error: NodeJS.ErrnoException | AggregateError | undefined): string {
  const code = error !== undefined && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no such host';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no way to that host';
    default:
      return code ?? error?.message ?? 'unreachable';
  }
}
