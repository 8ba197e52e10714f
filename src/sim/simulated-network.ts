/**
 * TCP between the machines of a simulation: one address for all, ports shared. Bytes arrive in order, cut into pieces of
 * any size, some time later; a reader that pauses stops its writer once the window between them is full. A machine that
 * dies resets its connections. Invariant: per connection at most one window of bytes is held outside the writer's queue.
 */
import { assert } from '#kernel';
import type { Connection, ConnectOptions, Listener, ListenOptions, Network } from '#kernel';
import type { Machine } from './machine.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedConnection } from './simulated-connection.ts';
import { systemError } from './simulated-error.ts';

const FIRST_FREE_PORT = 40_000;
const LAST_PORT = 65_535;
const ADDRESS = '127.0.0.1';

interface Listening {
  readonly machine: Machine;
  readonly onConnection: (connection: Connection) => void;
}

export class SimulatedNetwork {
  /** Virtual milliseconds from one end to the other, drawn anew for every delivery. */
  latencyMs: (random: SeededRandom) => number = (random) => random.number() * 0.5;
  /** The most bytes between two ends that the one has sent and the other not read. */
  windowBytes: number = 64 * 1024;
  readonly random: SeededRandom;
  readonly #listening: Map<number, Listening> = new Map();
  #nextPort = FIRST_FREE_PORT;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /** The network as one machine sees it. */
  of(machine: Machine): Network {
    return {
      listen: (options, onConnection) => this.#listen(options, { machine, onConnection }),
      connect: (options) => this.connect(machine, options),
    };
  }

  /** As `Network.connect`, with what only a simulated connection can do. */
  connect(machine: Machine, options: ConnectOptions): Promise<SimulatedConnection> {
    const { signal } = options;
    if (options.tls !== undefined) return Promise.reject(systemError('ERR_TLS_NOT_SUPPORTED', 'connect', options.host));
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      machine.schedule(this.latencyMs(this.random), () => {
        signal?.removeEventListener('abort', onAbort);
        if (signal?.aborted === true) return onAbort();
        const listening = this.#listening.get(options.port);
        if (listening === undefined) {
          reject(systemError('ECONNREFUSED', 'connect', `${options.host}:${options.port}`));
          return;
        }
        const client = new SimulatedConnection(this, machine, options.reusesChunks);
        const server = new SimulatedConnection(this, listening.machine);
        const clientPort = this.#freePort();
        client.attach(server, { localPort: clientPort, remotePort: options.port, remoteAddress: ADDRESS });
        server.attach(client, { localPort: options.port, remotePort: clientPort, remoteAddress: ADDRESS });
        // One that is reset before anybody has accepted it is never heard of.
        const ignore = (): void => undefined;
        server.on('error', ignore);
        listening.machine.schedule(this.latencyMs(this.random), () => {
          server.off('error', ignore);
          if (!server.destroyed) listening.onConnection(server);
        });
        resolve(client);
      });
    });
  }

  #listen(options: ListenOptions, listening: Listening): Promise<Listener> {
    const { machine } = listening;
    if (options.tls !== undefined) return Promise.reject(systemError('ERR_TLS_NOT_SUPPORTED', 'listen', options.host));
    return new Promise((resolve, reject) => {
      machine.schedule(0, () => {
        const port = options.port === 0 ? this.#freePort() : options.port;
        if (this.#listening.has(port)) {
          reject(systemError('EADDRINUSE', 'listen', `${options.host}:${port}`));
          return;
        }
        this.#listening.set(port, listening);
        const close = (): void => {
          if (this.#listening.get(port) === listening) this.#listening.delete(port);
        };
        machine.onDeath(close);
        resolve({ port, close: async () => close() });
      });
    });
  }

  #freePort(): number {
    for (let tries = FIRST_FREE_PORT; tries <= LAST_PORT; tries++) {
      const port = this.#nextPort;
      this.#nextPort = port === LAST_PORT ? FIRST_FREE_PORT : port + 1;
      if (!this.#listening.has(port)) return port;
    }
    assert(false, 'a port is free');
  }
}
