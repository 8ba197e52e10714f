/**
 * The broker's listeners and all their connections: limits, idle and stalled connections, draining (Kafka's
 * SocketServer).
 *
 * Invariant: a connection costs memory and a file descriptor only within the limits; why one was closed is logged
 * once, in one line.
 */
import type { Connection, Env, Listener, Timer } from '#kernel';
import type { ListenerSecurity } from './authentication/index.ts';
import { ANONYMOUS } from './authorization.ts';
import { ClientConnection } from './client-connection.ts';
import { ConnectionAdmission, plainAddress } from './connection-admission.ts';
import type { ConnectionQuotas } from './quotas/connection-quotas.ts';
import type { RequestDispatcher } from './request-dispatcher.ts';
import { RequestMemory } from './request-memory.ts';

const SWEEP_MS = 1000;
/** A frame has to be complete so long after its first byte: slow senders must not hold memory for ever. */
const FRAME_TIMEOUT_MS = 30_000;
/** A client has to have authenticated so long after it came. */
const LOGIN_TIMEOUT_MS = 10_000;
/** Above it, connections that were closed for a fault are counted instead of logged, until the next sweep. */
const FAULT_LINES_PER_SWEEP = 20;

export interface ListenerSettings {
  readonly name: string;
  /** Each address gets the same port. */
  readonly bindHosts: readonly string[];
  /** 0 picks a free one. */
  readonly port: number;
  /** Null where nobody is asked who they are, and nothing is encrypted. */
  readonly security?: ListenerSecurity | null;
}

export interface SocketServerSettings {
  readonly maxFrameBytes: number;
  readonly queuedMaxRequestBytes: number;
  readonly idleMs: number;
  /** `socket.listen.backlog.size` */
  readonly backlog: number;
}

export class SocketServer {
  readonly #env: Env;
  readonly #settings: SocketServerSettings;
  readonly #dispatcher: RequestDispatcher;
  readonly #memory: RequestMemory;
  readonly #connections = new Set<ClientConnection>();
  readonly #quotas: ConnectionQuotas;
  readonly #admission: ConnectionAdmission;
  readonly #listeners: Listener[] = [];
  /** By the listener's name, where it has any. */
  readonly #securities = new Map<string, ListenerSecurity>();
  readonly #log;
  #nextId = 1;
  #sweepTimer: Timer | null = null;
  #faultLines = 0;
  #isServing = false;
  #isClosing = false;
  readonly #early: { readonly connection: Connection; readonly name: string }[] = [];
  #onDrained: (() => void) | null = null;

  constructor(
    env: Env,
    settings: SocketServerSettings,
    { dispatcher, quotas }: { dispatcher: RequestDispatcher; quotas: ConnectionQuotas },
  ) {
    this.#env = env;
    this.#quotas = quotas;
    this.#admission = new ConnectionAdmission(env, quotas, {
      backlog: settings.backlog,
      serve: (connection, listener, reason) => this.#accept(connection, listener, reason),
      refused: (listener, host, reason) => this.#logFault(reason, { client: host, listener }),
    });
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#memory = new RequestMemory(settings.queuedMaxRequestBytes);
    this.#log = env.logger.component('network');
    this.#sweepLater();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** By the name of the listener they came by. */
  connectionsByListener(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { listenerName } of this.#connections) counts.set(listenerName, (counts.get(listenerName) ?? 0) + 1);
    return counts;
  }

  /**
   * Resolves with the port, which is a free one where the settings say 0. Connections wait until `serve`.
   * A machine without IPv6 goes without the IPv6 address of a listener that has another one.
   */
  async listen({ name, bindHosts, port, security = null }: ListenerSettings): Promise<number> {
    let bound = port;
    if (security !== null) this.#securities.set(name, security);
    const tls =
      security?.tls((host, reason) => this.#logFault(reason, { client: plainAddress(host), listener: name })) ??
      undefined;
    for (const [index, host] of bindHosts.entries()) {
      try {
        const open = await this.#env.network.listen({ host, port: bound, tls }, (connection) => {
          if (this.#isServing) this.#admission.arrive(connection, name);
          else this.#hold(connection, name);
        });
        this.#listeners.push(open);
        security?.bound(open);
        bound = open.port;
      } catch (error) {
        if (index === 0 || !hasNoSuchAddress(error)) throw error;
      }
    }
    return bound;
  }

  /** Begins to read requests. */
  serve(): void {
    this.#isServing = true;
    for (const { connection, name } of this.#early.splice(0)) {
      if (!connection.destroyed) this.#admission.arrive(connection, name);
    }
  }

  /** Limits have changed: who waits may come in now. */
  limitsChanged(): void {
    this.#admission.pump();
  }

  #hold(connection: Connection, name: string): void {
    connection.on('error', () => connection.destroy());
    this.#early.push({ connection, name });
  }

  /** Accepts nobody any more, lets requests that are in process finish within `drainMs`, then closes all. */
  async close(drainMs: number): Promise<void> {
    this.#isClosing = true;
    this.#admission.close();
    const closed = Promise.all(this.#listeners.map((listener) => listener.close()));
    for (const connection of this.#connections) if (!connection.isBusy) connection.close(null);
    if (this.#connections.size > 0) await this.#drained(drainMs);
    for (const connection of this.#connections) connection.close(null);
    for (const { connection } of this.#early.splice(0)) connection.destroy();
    this.#sweepTimer?.cancel();
    await closed;
  }

  #drained(drainMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#env.scheduler.after(drainMs, resolve);
      this.#onDrained = (): void => {
        timer.cancel();
        resolve();
      };
    });
  }

  #accept(connection: Connection, listenerName: string, refusal: string | null): void {
    const security = this.#securities.get(listenerName) ?? null;
    const principal = security?.principalOf(connection) ?? ANONYMOUS;
    const client = new ClientConnection(connection, {
      id: this.#nextId++,
      listenerName,
      security,
      principal: typeof principal === 'string' ? ANONYMOUS : principal,
      maxFrameBytes: this.#settings.maxFrameBytes,
      dispatcher: this.#dispatcher,
      memory: this.#memory,
      now: () => this.#env.clock.monotonic(),
      scheduler: this.#env.scheduler,
      onClosed: (reason) => this.#forget(client, reason),
      onIdle: () => {
        if (this.#isClosing) client.finish();
      },
    });
    this.#connections.add(client);
    const problem = typeof principal === 'string' ? principal : refusal;
    if (problem !== null) client.close(problem);
    else if (this.#quotas.isOverfull()) this.#closeLongestIdle();
  }

  /** Makes room for one of the protected listener. */
  #closeLongestIdle(): void {
    let idle: ClientConnection | null = null;
    for (const client of this.#connections) {
      if (this.#quotas.isProtected(client.listenerName)) continue;
      if (idle === null || client.lastActiveMs < idle.lastActiveMs) idle = client;
    }
    idle?.close(null);
  }

  #forget(client: ClientConnection, reason: string | null): void {
    if (!this.#connections.delete(client)) return;
    this.#quotas.release(client.listenerName, client.host);
    if (reason !== null) this.#logFault(reason, { client: client.host, listener: client.listenerName });
    if (this.#connections.size === 0) this.#onDrained?.();
    this.#admission.pump();
  }

  #logFault(reason: string, where: { client: string; listener: string }): void {
    if (++this.#faultLines <= FAULT_LINES_PER_SWEEP) this.#log.warn(`connection closed: ${reason}`, where);
  }

  #sweepLater(): void {
    this.#sweepTimer = this.#env.scheduler.after(SWEEP_MS, () => {
      this.#sweep();
      this.#sweepLater();
    });
  }

  #sweep(): void {
    const now = this.#env.clock.monotonic();
    if (this.#faultLines > FAULT_LINES_PER_SWEEP) {
      this.#log.warn(`${this.#faultLines - FAULT_LINES_PER_SWEEP} more connections closed for faults`);
    }
    this.#faultLines = 0;
    for (const client of this.#connections) {
      if (client.frameBeganMs > 0 && now - client.frameBeganMs > FRAME_TIMEOUT_MS && !client.isPaused) {
        client.close(`a request was not complete ${FRAME_TIMEOUT_MS / 1000} s after its first byte`);
      } else if (client.awaitsLogin && now - client.openedMs > LOGIN_TIMEOUT_MS) {
        client.close(`it had not authenticated ${LOGIN_TIMEOUT_MS / 1000} s after it came`);
      } else if (now - client.lastActiveMs > this.#settings.idleMs && !client.isBusy && !client.isMuted) {
        client.close(null);
      }
    }
  }
}

function hasNoSuchAddress(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
}
