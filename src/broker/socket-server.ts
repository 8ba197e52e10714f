/**
 * The broker's listeners and all their connections: limits, idle and stalled connections, draining (Kafka's
 * SocketServer).
 *
 * Invariant: a connection costs memory and a file descriptor only within the limits; why one was closed is logged
 * once, in one line.
 */
import type { Connection, Env, Listener, Timer } from '#kernel';
import { ClientConnection } from './client-connection.ts';
import type { RequestDispatcher } from './request-dispatcher.ts';
import { RequestMemory } from './request-memory.ts';

const SWEEP_MS = 1000;
/** A frame has to be complete so long after its first byte: slow senders must not hold memory for ever. */
const FRAME_TIMEOUT_MS = 30_000;
/** Above it, connections that were closed for a fault are counted instead of logged, until the next sweep. */
const FAULT_LINES_PER_SWEEP = 20;

export interface ListenerSettings {
  readonly name: string;
  /** Each address gets the same port. */
  readonly bindHosts: readonly string[];
  /** 0 picks a free one. */
  readonly port: number;
}

export interface SocketServerSettings {
  readonly maxFrameBytes: number;
  readonly queuedMaxRequestBytes: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
  readonly idleMs: number;
}

export class SocketServer {
  readonly #env: Env;
  readonly #settings: SocketServerSettings;
  readonly #dispatcher: RequestDispatcher;
  readonly #memory: RequestMemory;
  readonly #connections = new Set<ClientConnection>();
  readonly #connectionsByHost = new Map<string, number>();
  readonly #listeners: Listener[] = [];
  readonly #log;
  #nextId = 1;
  #sweepTimer: Timer | null = null;
  #faultLines = 0;
  #isServing = false;
  #isClosing = false;
  readonly #early: { readonly connection: Connection; readonly name: string }[] = [];
  #onDrained: (() => void) | null = null;

  constructor(env: Env, settings: SocketServerSettings, dispatcher: RequestDispatcher) {
    this.#env = env;
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#memory = new RequestMemory(settings.queuedMaxRequestBytes);
    this.#log = env.logger.component('network');
    this.#sweepLater();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /**
   * Resolves with the port, which is a free one where the settings say 0. Connections wait until `serve`.
   * A machine without IPv6 goes without the IPv6 address of a listener that has another one.
   */
  async listen({ name, bindHosts, port }: ListenerSettings): Promise<number> {
    let bound = port;
    for (const [index, host] of bindHosts.entries()) {
      try {
        const open = await this.#env.network.listen({ host, port: bound }, (connection) => {
          if (this.#isServing) this.#accept(connection, name);
          else this.#hold(connection, name);
        });
        this.#listeners.push(open);
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
      if (!connection.destroyed) this.#accept(connection, name);
    }
  }

  #hold(connection: Connection, name: string): void {
    connection.on('error', () => connection.destroy());
    this.#early.push({ connection, name });
  }

  /** Accepts nobody any more, lets requests that are in process finish within `drainMs`, then closes all. */
  async close(drainMs: number): Promise<void> {
    this.#isClosing = true;
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

  #accept(connection: Connection, listenerName: string): void {
    const client = new ClientConnection(connection, {
      id: this.#nextId++,
      listenerName,
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
    const fromHost = (this.#connectionsByHost.get(client.host) ?? 0) + 1;
    this.#connectionsByHost.set(client.host, fromHost);
    const { maxConnections, maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.#settings;
    if (this.#isClosing) return client.close(null);
    if (this.#connections.size > maxConnections) return client.close(`max.connections is ${maxConnections}`);
    const limit = maxConnectionsPerIpOverrides.get(client.host) ?? maxConnectionsPerIp;
    if (fromHost > limit) client.close(`max.connections.per.ip is ${limit}`);
  }

  #forget(client: ClientConnection, reason: string | null): void {
    if (!this.#connections.delete(client)) return;
    const fromHost = this.#connectionsByHost.get(client.host) ?? 0;
    if (fromHost > 1) this.#connectionsByHost.set(client.host, fromHost - 1);
    else this.#connectionsByHost.delete(client.host);
    if (reason !== null && ++this.#faultLines <= FAULT_LINES_PER_SWEEP) {
      this.#log.warn(`connection closed: ${reason}`, { client: client.host, listener: client.listenerName });
    }
    if (this.#connections.size === 0) this.#onDrained?.();
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
      } else if (now - client.lastActiveMs > this.#settings.idleMs && !client.isBusy && !client.isMuted) {
        client.close(null);
      }
    }
  }
}

function hasNoSuchAddress(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
}
