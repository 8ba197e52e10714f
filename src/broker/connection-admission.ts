/**
 * From a socket that was accepted to a connection that is served: who comes too many or too fast waits, as in the backlog
 * of a Kafka listener that does not accept for a while; an address that is too fast is closed, a little later.
 *
 * Invariant: connections of a listener are served in the order in which they came, and so many at most wait as the
 * listener's backlog holds; nothing is read from one that waits.
 */
import type { Connection, Env, Timer } from '#kernel';
import type { ConnectionQuotas } from './quotas/connection-quotas.ts';

export interface AdmissionOptions {
  /** `socket.listen.backlog.size`: so many may wait, for each listener. */
  readonly backlog: number;
  /** Serves the connection. A reason: it is to be closed at once, and why. */
  serve(connection: Connection, listener: string, reason: string | null): void;
  /** Told why a connection was closed that was never served. */
  refused(listener: string, host: string, reason: string): void;
}

interface Waiting {
  readonly connection: Connection;
  readonly host: string;
  /** When the rates let it in; null where it was not its turn yet. */
  notBeforeMs: number | null;
}

interface Gate {
  readonly listener: string;
  readonly queue: Waiting[];
  timer: Timer | null;
}

export class ConnectionAdmission {
  readonly #env: Env;
  readonly #quotas: ConnectionQuotas;
  readonly #options: AdmissionOptions;
  readonly #gates = new Map<string, Gate>();
  readonly #closing = new Map<Connection, Timer>();
  #isPumping = false;
  #isClosed = false;

  constructor(env: Env, quotas: ConnectionQuotas, options: AdmissionOptions) {
    this.#env = env;
    this.#quotas = quotas;
    this.#options = options;
  }

  arrive(connection: Connection, listener: string): void {
    if (this.#isClosed) {
      connection.destroy();
      return;
    }
    const gate = this.#gates.get(listener) ?? { listener, queue: [], timer: null };
    this.#gates.set(listener, gate);
    const waiting = { connection, host: plainAddress(connection.remoteAddress ?? ''), notBeforeMs: null };
    if (gate.queue.length >= this.#options.backlog) return this.#refuse(gate, waiting, 'too many connections wait');
    gate.queue.push(waiting);
    this.#pump(gate);
    // One that stays here must not take the process down with an error nobody listens to.
    if (gate.queue.includes(waiting)) connection.on('error', () => connection.destroy());
  }

  /** A connection has ended, or limits have changed: somebody may come in. */
  pump(): void {
    if (this.#isPumping || this.#isClosed) return;
    this.#isPumping = true;
    for (const gate of this.#gates.values()) this.#pump(gate);
    this.#isPumping = false;
  }

  close(): void {
    this.#isClosed = true;
    for (const gate of this.#gates.values()) {
      gate.timer?.cancel();
      for (const { connection } of gate.queue.splice(0)) connection.destroy();
    }
    for (const [connection, timer] of this.#closing) {
      timer.cancel();
      connection.destroy();
    }
    this.#closing.clear();
  }

  #pump(gate: Gate): void {
    for (let first = gate.queue[0]; first !== undefined; first = gate.queue[0]) {
      if (first.connection.destroyed) {
        gate.queue.shift();
        continue;
      }
      const now = this.#env.clock.now();
      first.notBeforeMs ??= now + this.#quotas.arrived(gate.listener, now);
      if (first.notBeforeMs > now) return this.#pumpLater(gate, first.notBeforeMs - now);
      if (!this.#quotas.hasSlot(gate.listener)) return;
      gate.queue.shift();
      this.#letIn(gate, first, now);
    }
  }

  #pumpLater(gate: Gate, delayMs: number): void {
    gate.timer ??= this.#env.scheduler.after(delayMs, () => {
      gate.timer = null;
      this.#pump(gate);
    });
  }

  #letIn(gate: Gate, waiting: Waiting, now: number): void {
    const { connection, host } = waiting;
    const throttleMs = this.#quotas.ipThrottleMs(host, now);
    if (throttleMs > 0) return this.#closeLater(connection, throttleMs);
    this.#options.serve(connection, gate.listener, this.#quotas.admit(gate.listener, host));
  }

  /** The client would otherwise be back at once. */
  #closeLater(connection: Connection, delayMs: number): void {
    connection.on('error', () => connection.destroy());
    const timer = this.#env.scheduler.after(delayMs, () => {
      this.#closing.delete(connection);
      connection.destroy();
    });
    this.#closing.set(connection, timer);
  }

  #refuse(gate: Gate, { connection, host }: Waiting, reason: string): void {
    connection.on('error', () => undefined);
    connection.destroy();
    this.#options.refused(gate.listener, host, reason);
  }
}

/** IPv4 clients of a listener on both families show as they are, not as IPv4-mapped IPv6. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
