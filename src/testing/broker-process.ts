/**
 * One life of a broker in the process of a test: from its start to its orderly end, or to the moment when it is killed
 * or gives up. What it had planned, and what was under way, never happens after that.
 */
import { Broker, parseBrokerConfig } from '#broker';
import type { BrokerAddress } from '#broker';
import type { Disk, Env } from '#kernel';
import { ignoreRejectionsOfTheDead, MachineDied } from '#sim';
import { BreakableNetwork } from './breakable-network.ts';
import type { Gate } from './gate.ts';
import type { TestClock } from './test-clock.ts';

export interface BrokerProcessOptions {
  readonly env: Env;
  readonly gate: Gate;
  readonly clock: TestClock;
  readonly disk: Disk;
  readonly configs: Readonly<Record<string, string>>;
  /** It gave up by itself, as after a failed fsync. */
  onDied(reason: string): void;
}

export class BrokerProcess {
  readonly #gate: Gate;
  readonly #network: BreakableNetwork;
  readonly #broker: Broker;

  private constructor(gate: Gate, network: BreakableNetwork, broker: Broker) {
    this.#gate = gate;
    this.#network = network;
    this.#broker = broker;
  }

  static async start(options: BrokerProcessOptions): Promise<BrokerProcess> {
    const { gate } = options;
    const network = new BreakableNetwork(options.env.network);
    const { config } = parseBrokerConfig({ options: options.configs });
    const broker = await Broker.start(processEnv(options, network), config);
    return new BrokerProcess(gate, network, broker);
  }

  get addresses(): readonly BrokerAddress[] {
    return this.#broker.addresses;
  }

  get clusterId(): string {
    return this.#broker.clusterId;
  }

  dropConnections(): void {
    this.#network.dropConnections();
  }

  /** As SIGSTOP. */
  pause(): void {
    this.#gate.shut();
    this.#network.stop();
  }

  /** As SIGCONT. */
  resume(): void {
    this.#gate.open();
    this.#network.goOn();
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    this.#gate.remove();
    await this.#network.tearDown();
  }

  close(): Promise<void> {
    return this.#broker.close();
  }
}

function processEnv({ env, gate, clock, disk, onDied }: BrokerProcessOptions, network: BreakableNetwork): Env {
  return {
    clock,
    scheduler: {
      after: (delayMs, task) => clock.after(delayMs, () => gate.run(task)),
      endOfTurn: (task) => env.scheduler.endOfTurn(() => gate.run(task)),
    },
    random: env.random,
    disk,
    network,
    codec: env.codec,
    heap: env.heap,
    logger: env.logger,
    halt: (reason, cause) => {
      ignoreRejectionsOfTheDead();
      gate.remove();
      void network.tearDown();
      onDied(cause instanceof Error ? `${reason}: ${cause.message}` : reason);
      throw new MachineDied(reason);
    },
  };
}
