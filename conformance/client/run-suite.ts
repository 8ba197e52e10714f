/**
 * Runs the client suite: the scenarios that share a broker beside each other, those with a broker of their own after them.
 * What a check needs and the broker does not serve is listed, and a failure where the broker is today's Apache Kafka, which has it all.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentKafka, olderKafkas } from '../../tools/peers/kafka-releases.ts';
import type { Launch } from '../clients/registry.ts';
import type { BrokerName } from '../runner/brokers.ts';
import type { Check } from '../runner/context.ts';
import { runChecks } from '../runner/run-checks.ts';
import type { RunOptions } from '../runner/run-checks.ts';
import { within } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';
import { CheckWorld } from './check-world.ts';
import type { CheckWorldOptions } from './check-world.ts';
import { isServed } from './needs.ts';
import type { Served } from './needs.ts';
import { RunningBroker, saysNotServed } from './running-broker.ts';
import type { ClientCheck, ClientScenario } from './scenario.ts';
import { Wire } from './wire.ts';

const CHECK_WITHIN_MS = 60_000;
/** Of what the clients of a failed check have logged, the last. */
const SHOWN_LOG_LINES = 15;

export interface SuiteOptions extends RunOptions {
  readonly broker: BrokerName;
  readonly scenarios: readonly ClientScenario[];
  readonly launchJava: Launch;
  onProgress(line: string): void;
}

export class ClientSuite {
  readonly #options: SuiteOptions;
  readonly #directory: string = mkdtempSync(join(tmpdir(), 'samsa-conformance-client-'));
  readonly #brokers = new Set<RunningBroker>();
  /** What the broker serves without the configs of a scenario, once that is known. */
  #plainlyServed: Served | null = null;

  constructor(options: SuiteOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { scenarios } = this.#options;
    const sharing = scenarios.filter(({ broker }) => broker === undefined);
    if (sharing.length > 0) await this.#runOn(sharing, await this.#start({}));
    for (const scenario of scenarios) {
      if (scenario.broker !== undefined) await this.#runAlone(scenario);
    }
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#brokers].map((broker) => broker.discard()));
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #start(setup: NonNullable<ClientScenario['broker']>): Promise<RunningBroker> {
    const broker = await RunningBroker.start(this.#options.broker, setup);
    this.#brokers.add(broker);
    return broker;
  }

  /** An older broker may not start with configs of what it lacks. */
  async #needsNoBroker(scenario: ClientScenario): Promise<boolean> {
    if (!olderKafkas.some(({ name }) => name === this.#options.broker)) return false;
    this.#plainlyServed ??= await this.#servedWithoutConfigs();
    const served = this.#plainlyServed;
    return scenario.checks.every(({ needs = [] }) => needs.some((need) => !isServed(need, served)));
  }

  async #servedWithoutConfigs(): Promise<Served> {
    const broker = await this.#start({});
    try {
      return await servedBy(broker);
    } finally {
      this.#brokers.delete(broker);
      await broker.discard();
    }
  }

  /** A broker that says itself that it cannot be started like this yet has every check of the scenario listed. */
  async #runAlone(scenario: ClientScenario): Promise<void> {
    if (await this.#needsNoBroker(scenario)) {
      for (const check of scenario.checks) this.#list(nameOf(scenario, check), (check.needs ?? []).join(', '));
      return;
    }
    let broker: RunningBroker;
    try {
      broker = await this.#start(scenario.broker ?? {});
    } catch (error) {
      if (!saysNotServed(error)) throw error;
      for (const check of scenario.checks) this.#list(nameOf(scenario, check), 'such a listener');
      return;
    }
    await this.#runOn([scenario], broker);
  }

  async #runOn(scenarios: readonly ClientScenario[], broker: RunningBroker): Promise<void> {
    const start = performance.now();
    const served = await servedBy(broker);
    const { launchJava } = this.#options;
    let session: Promise<Session> | null = null;
    const java = (): Promise<Session> => (session ??= launchJava(broker.bootstrap, join(this.#directory, 'java.log')));
    const checks = scenarios.flatMap((scenario) =>
      scenario.checks.flatMap((check) => {
        const lacking = check.needs?.filter((need) => !isServed(need, served)) ?? [];
        if (lacking.length === 0)
          return [this.#check(scenario, check, { broker, served, java, directory: this.#directory })];
        this.#list(nameOf(scenario, check), lacking.join(', '));
        return [];
      }),
    );
    await runChecks(checks, this.#options);
    await (session as Promise<Session> | null)?.then((opened) => opened.close());
    this.#brokers.delete(broker);
    await broker.discard();
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    this.#options.onProgress(`${scenarios.map(({ name }) => name).join(', ')} took ${seconds} s`);
  }

  #check(scenario: ClientScenario, check: ClientCheck, options: CheckWorldOptions): Check {
    const run = async (): Promise<void> => {
      await options.broker.ensureStarted();
      const world = new CheckWorld(options);
      try {
        await within(check.name, check.deadlineMs ?? CHECK_WITHIN_MS, check.run(world), () => undefined);
      } catch (error) {
        // What the check found matters more than what closing after it says.
        await world.close().catch(() => undefined);
        for (const line of world.logLines.slice(-SHOWN_LOG_LINES)) this.#options.onProgress(line);
        throw error;
      }
      await world.close();
    };
    return { name: nameOf(scenario, check), lane: scenario.name, run };
  }

  #list(name: string, lacking: string): void {
    const { broker, tally } = this.#options;
    tally.names.add(name);
    if (broker === currentKafka.name) {
      tally.failed++;
      tally.failures.push(`${name}: Apache Kafka is to serve ${lacking}`);
      console.log(`FAIL  ${name}: Apache Kafka is to serve ${lacking}`);
      return;
    }
    tally.notServed++;
    console.log(`n/a   ${name}: not served by this broker: ${lacking}`);
  }
}

async function servedBy(broker: RunningBroker): Promise<Served> {
  const wire = await Wire.open(broker.port);
  try {
    return await wire.served();
  } finally {
    wire.close();
  }
}

function nameOf(scenario: ClientScenario, check: ClientCheck): string {
  return `client/${scenario.name}/${check.name}`;
}
