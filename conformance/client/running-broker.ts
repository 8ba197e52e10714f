/**
 * A broker process that can be killed, suspended and started again on the same port and on what it left behind, and the
 * listeners that it has. Invariant: whoever starts one discards it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePortPair } from '../../tools/peers/port.ts';
import { releaseOf, resumeBroker, startBroker } from '../runner/brokers.ts';
import type { BrokerName } from '../runner/brokers.ts';
import { until } from '../runner/session.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { BrokerSetup } from './scenario.ts';
import { Wire } from './wire.ts';

/** A second way to the same broker, which tells its clients the address of a proxy. */
const PROXIED = 'PROXIED';
const READY_WITHIN_MS = 30_000;
let readyTopics = 0;
/** Samsa's words for a listener or a feature that it knows and does not have. */
const NOT_SERVED = /does not serve yet/;

interface Ports {
  /** Of the PLAINTEXT listener. */
  readonly plaintext: number;
  /** Of the listeners that the setup asked for. */
  readonly listeners: ReadonlyMap<string, number>;
  /** Of the listener behind the proxy, and the proxy's own. */
  readonly proxied: number;
  readonly proxy: number;
}

export class RunningBroker {
  readonly name: BrokerName;
  /** For files that its configs name: certificates, keys. */
  readonly directory: string;
  readonly #ports: Ports;
  /** Who wants the proxy's port next waits for this. */
  #proxyIsFree: Promise<void> = Promise.resolve();
  #peer: Peer;
  #wasSuspended = false;

  private constructor(peer: Peer, name: BrokerName, { directory, ports }: { directory: string; ports: Ports }) {
    this.#peer = peer;
    this.name = name;
    this.directory = directory;
    this.#ports = ports;
  }

  static async start(name: BrokerName, setup: BrokerSetup = {}): Promise<RunningBroker> {
    const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-broker-'));
    let peer: Peer | null = null;
    try {
      const ports = await choosePorts(setup);
      const own = { ...setup.configs, ...(await setup.configsFor?.(name, directory)) };
      const config = { ...listenerConfig(name, setup, ports), ...own };
      const features = setup.features === undefined ? {} : { features: setup.features };
      const plugins = releaseOf(name) !== null ? ((await setup.pluginsFor?.(directory)) ?? []) : [];
      peer = await startBroker(name, { config, port: ports.plaintext, plugins, ...features });
      await takesTopics(name, peer);
      return new RunningBroker(peer, name, { directory, ports });
    } catch (error) {
      await peer?.discard();
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** A proxy in front of the broker; there is one at a time. Free for the next once it is closed. */
  async proxy(): Promise<FaultProxy> {
    const before = this.#proxyIsFree;
    const closed = Promise.withResolvers<void>();
    this.#proxyIsFree = before.then(() => closed.promise);
    await before;
    const proxy = await FaultProxy.start({ listen: this.#ports.proxy, target: this.#ports.proxied });
    void proxy.closed.then(closed.resolve);
    return proxy;
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
    const port = this.#ports.listeners.get(listener);
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
    await takesTopics(this.name, this.#peer);
  }

  /** A check that failed may have left it dead, or suspended. */
  async ensureStarted(): Promise<void> {
    if (this.#peer.hasEnded) return this.start();
    this.resume();
    if (this.#wasSuspended) await takesTopics(this.name, this.#peer);
    this.#wasSuspended = false;
  }

  /** SIGSTOP: connections stay, nothing is answered. */
  suspend(): void {
    this.#wasSuspended = true;
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

/**
 * With ZooKeeper a broker takes connections before its controller knows of it, and one that was suspended for too long has
 * lost its session. It is ready when it makes a topic.
 */
async function takesTopics(name: BrokerName, peer: Peer): Promise<void> {
  const keeper = releaseOf(name)?.zooKeeper ?? null;
  if (keeper === null) return;
  const wire = await Wire.open(peer.port);
  const makesTopic = (): Promise<boolean> =>
    wire.createTopic(`ready-${process.pid}-${++readyTopics}`, 1).then(
      () => true,
      () => false,
    );
  try {
    await until(makesTopic, READY_WITHIN_MS, () => `${name} makes a topic`);
  } finally {
    wire.close();
  }
}

/** Whether a broker that did not start says itself that it has no such listener yet. */
export function saysNotServed(error: unknown): boolean {
  return NOT_SERVED.test(String(error));
}

/** Free, and with a free neighbour: Apache Kafka's controller, or its ZooKeeper, listens on the port after the broker's. */
async function choosePorts({ listeners = {} }: BrokerSetup): Promise<Ports> {
  const taken: number[] = [];
  const next = async (): Promise<number> => {
    for (;;) {
      const port = await freePortPair();
      if (!taken.every((other) => Math.abs(other - port) > 1)) continue;
      taken.push(port);
      return port;
    }
  };
  const ports = { plaintext: await next(), proxied: await next(), proxy: await next() };
  const others = new Map<string, number>();
  for (const listener of Object.keys(listeners)) others.set(listener, await next());
  return { ...ports, listeners: others };
}

function listenerConfig(name: BrokerName, setup: BrokerSetup, ports: Ports): Record<string, string> {
  const at = (listener: string, port: number): string => `${listener}://127.0.0.1:${port}`;
  const others = [
    at('PLAINTEXT', ports.plaintext),
    ...[...ports.listeners].map(([listener, port]) => at(listener, port)),
  ];
  const hasController = releaseOf(name)?.zooKeeper === null;
  const protocols = { PLAINTEXT: 'PLAINTEXT', [PROXIED]: 'PLAINTEXT', ...setup.listeners };
  const map = Object.entries(hasController ? { ...protocols, CONTROLLER: 'PLAINTEXT' } : protocols);
  return {
    listeners: [
      ...others,
      at(PROXIED, ports.proxied),
      ...(hasController ? [at('CONTROLLER', ports.plaintext + 1)] : []),
    ].join(),
    'advertised.listeners': [...others, at(PROXIED, ports.proxy)].join(),
    'listener.security.protocol.map': map.map(([listener, protocol]) => `${listener}:${protocol}`).join(),
    'inter.broker.listener.name': 'PLAINTEXT',
  };
}
