/**
 * For tests: a proxy between a client and a broker that cuts, stalls and replaces what goes through, over the Network of
 * any Env. Invariant: bytes before the fault arrive unchanged and in order, bytes after it do not arrive.
 */
import type { Connection, Env, Listener } from '#kernel';

export type Direction = 'requests' | 'answers';

/** What happens to one connection once `afterBytes` of one direction have passed. */
export interface Fault {
  readonly direction: Direction;
  readonly afterBytes: number;
  /** `cut` ends both sides, `stall` passes nothing more in that direction, `replace` passes `bytes` and then nothing. */
  readonly kind: 'cut' | 'stall' | 'replace';
  readonly bytes?: Uint8Array;
}

export class FaultProxy {
  port = 0;
  /** For the connections to come, the first for the first; those without one are left alone. */
  readonly faults: (Fault | null)[] = [];
  connectionCount = 0;
  /** Bytes that passed, over all connections. */
  readonly passed: Record<Direction, number> = { requests: 0, answers: 0 };
  readonly #env: Env;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #open: Set<Connection> = new Set();
  #listener: Listener | null = null;

  private constructor(env: Env, target: { readonly host: string; readonly port: number }) {
    this.#env = env;
    this.#target = target;
  }

  static async start(env: Env, target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
    const proxy = new FaultProxy(env, target);
    proxy.#listener = await env.network.listen({ host: '127.0.0.1', port: 0 }, (client) => void proxy.#join(client));
    proxy.port = proxy.#listener.port;
    return proxy;
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.#open.size / 2;
  }

  cutAll(): void {
    for (const connection of this.#open) connection.destroy();
  }

  async stop(): Promise<void> {
    await this.#listener?.close();
    this.cutAll();
  }

  async #join(client: Connection): Promise<void> {
    this.connectionCount++;
    const fault = this.faults.shift() ?? null;
    client.pause();
    client.on('error', () => client.destroy());
    const broker = await this.#env.network.connect({ ...this.#target, timeoutMs: 10_000 });
    broker.on('error', () => broker.destroy());
    this.#pipe(client, broker, { direction: 'requests', fault });
    this.#pipe(broker, client, { direction: 'answers', fault });
    client.resume();
  }

  #pipe(
    from: Connection,
    to: Connection,
    { direction, fault }: { readonly direction: Direction; readonly fault: Fault | null },
  ): void {
    this.#open.add(from);
    let left = fault?.direction === direction ? fault.afterBytes : Number.POSITIVE_INFINITY;
    let isOver = false;
    const pass = (chunk: Uint8Array): void => {
      if (isOver) return;
      const part = chunk.subarray(0, left);
      this.passed[direction] += part.length;
      left -= part.length;
      if (part.length > 0) to.write(part);
      if (left > 0 || fault === null) return;
      isOver = true;
      if (fault.kind === 'replace') to.write(fault.bytes ?? new Uint8Array());
      if (fault.kind === 'cut') to.end();
      if (fault.kind === 'cut') from.destroy();
    };
    from.on('data', pass);
    from.on('end', () => to.end());
    from.on('close', () => {
      this.#open.delete(from);
      to.destroy();
    });
    // A fault before the first byte does not wait for one.
    if (left === 0) pass(new Uint8Array());
  }
}
