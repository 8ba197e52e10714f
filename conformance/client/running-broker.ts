/**
 * A broker process that can be killed, suspended and started again on the same port and on what it left behind, and the
 * listeners that it has. Invariant: whoever starts one discards it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort } from '../../tools/peers/port.ts';
import { resumeBroker, startBroker } from '../runner/brokers.ts';
import type { BrokerName } from '../runner/brokers.ts';
import type { BrokerSetup } from './scenario.ts';

/** Samsa's words for a listener or a feature that it knows and does not have. */
const NOT_SERVED = /does not serve yet/;

export class RunningBroker {
  readonly name: BrokerName;
  /** For files that its configs name: certificates, keys. */
  readonly directory: string;
  readonly #listenerPorts: ReadonlyMap<string, number>;
  #peer: Peer;

  private constructor(peer: Peer, name: BrokerName, files: { directory: string; ports: ReadonlyMap<string, number> }) {
    this.#peer = peer;
    this.name = name;
    this.directory = files.directory;
    this.#listenerPorts = files.ports;
  }

  static async start(name: BrokerName, setup: BrokerSetup = {}): Promise<RunningBroker> {
    const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-broker-'));
    try {
      const ports = new Map<string, number>();
      for (const listener of Object.keys(setup.listeners ?? {})) ports.set(listener, await portBesides(ports));
      const config = { ...setup.configs, ...(await setup.configsFor?.(name, directory)) };
      if (ports.size === 0) {
        const peer = await startBroker(name, { config, ...featuresOf(setup) });
        return new RunningBroker(peer, name, { directory, ports });
      }
      const port = await portBesides(ports);
      const listeners = listenerConfig(setup.listeners ?? {}, ports, { name, port });
      const peer = await startBroker(name, { config: { ...listeners, ...config }, port, ...featuresOf(setup) });
      return new RunningBroker(peer, name, { directory, ports });
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Of the PLAINTEXT listener, `host:port`. */
  get bootstrap(): string {
    return this.#peer.bootstrap;
  }

  get port(): number {
    return this.#peer.port;
  }

  get pid(): number {
    return this.#peer.pid;
  }

  get dataDirectory(): string {
    return this.#peer.dataDirectory;
  }

  get logFile(): string {
    return this.#peer.logFile;
  }

  /** Of a listener that the setup asked for, `host:port`. */
  bootstrapOf(listener: string): string {
    const port = this.#listenerPorts.get(listener);
    if (port === undefined) throw new Error(`the setup has no listener ${listener}`);
    return `127.0.0.1:${port}`;
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    return this.#peer.kill();
  }

  /** SIGTERM: it closes in order. */
  stop(): Promise<void> {
    return this.#peer.stop();
  }

  /** After `kill` or `stop`: resolves once it takes connections again. */
  async start(): Promise<void> {
    this.#peer = await resumeBroker(this.name, this.#peer);
  }

  /** SIGSTOP: connections stay, nothing is answered. */
  suspend(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  async discard(): Promise<void> {
    await this.#peer.discard();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Whether a broker that did not start says itself that it has no such listener yet. */
export function saysNotServed(error: unknown): boolean {
  return NOT_SERVED.test(String(error));
}

function featuresOf(setup: BrokerSetup): Pick<BrokerSetup, 'features'> {
  return setup.features === undefined ? {} : { features: setup.features };
}

/** Free, and not the neighbour of one that is taken: Apache Kafka's controller listens on the port after the broker's. */
async function portBesides(taken: ReadonlyMap<string, number>): Promise<number> {
  for (;;) {
    const port = await freePort();
    if ([...taken.values()].every((other) => Math.abs(other - port) > 1)) return port;
  }
}

type Protocols = NonNullable<BrokerSetup['listeners']>;

function listenerConfig(
  protocols: Protocols,
  ports: ReadonlyMap<string, number>,
  { name, port }: { name: BrokerName; port: number },
): Record<string, string> {
  const places = [...ports].map(([listener, at]) => `${listener}://127.0.0.1:${at}`);
  const advertised = [`PLAINTEXT://127.0.0.1:${port}`, ...places].join(',');
  const map = [...Object.entries(protocols), ['PLAINTEXT', 'PLAINTEXT']].map(([key, protocol]) => `${key}:${protocol}`);
  const isKafka = name === 'apache-kafka';
  return {
    listeners: isKafka ? `${advertised},CONTROLLER://127.0.0.1:${port + 1}` : advertised,
    'advertised.listeners': advertised,
    'listener.security.protocol.map': [...map, ...(isKafka ? ['CONTROLLER:PLAINTEXT'] : [])].join(','),
    'inter.broker.listener.name': 'PLAINTEXT',
  };
}
