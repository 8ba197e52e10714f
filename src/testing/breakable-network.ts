/** Real sockets that a test can cut or stop: it knows every connection to the broker. */
import { EventEmitter } from 'node:events';
import type { Connection, ConnectOptions, Listener, ListenOptions, Network } from '#kernel';

export class BreakableNetwork implements Network {
  readonly #real: Network;
  readonly #listeners: Listener[] = [];
  readonly #connections = new Set<Connection>();
  /** Came while the broker stood still: it accepts them when it goes on. */
  #unaccepted: (() => void)[] = [];
  #isStopped = false;

  constructor(real: Network) {
    this.#real = real;
  }

  async listen(options: ListenOptions, onConnection: (connection: Connection) => void): Promise<Listener> {
    const listener = await this.#real.listen(options, (connection) => {
      this.#connections.add(connection);
      connection.on('close', () => this.#connections.delete(connection));
      if (!this.#isStopped) return onConnection(connection);
      connection.pause();
      connection.on('error', () => connection.destroy());
      this.#unaccepted.push(() => {
        if (!connection.destroyed) onConnection(connection.resume());
      });
    });
    this.#listeners.push(listener);
    return listener;
  }

  connect(options: ConnectOptions): Promise<Connection> {
    return this.#real.connect(options);
  }

  /** Ends every connection at once; who was waiting for an answer gets none. */
  dropConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  /** Reads from nobody, as a process that stands still; the system goes on accepting connections. */
  stop(): void {
    this.#isStopped = true;
    for (const connection of this.#connections) connection.pause();
  }

  goOn(): void {
    this.#isStopped = false;
    for (const connection of this.#connections) connection.resume();
    for (const accept of this.#unaccepted.splice(0)) accept();
  }

  /** As the system does for a process that is gone: its ports are closed and its connections reset. */
  async tearDown(): Promise<void> {
    this.#unaccepted = [];
    for (const connection of this.#connections) {
      // The dead hear of nothing, also not of the end of their connections.
      if (connection instanceof EventEmitter) connection.removeAllListeners();
      connection.on('error', () => connection.destroy()).destroy();
    }
    this.#connections.clear();
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
  }
}
