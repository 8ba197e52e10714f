/**
 * For tests: registries over one broker in a simulated world, each on a machine of its own that can die, with connections
 * that are reset or lose what they carry, and what the topic holds in the end held against what was answered.
 */
import assert from 'node:assert/strict';
import { SimulatedBroker } from '#broker/testing';
import { Consumer } from '#client';
import type { Connection, ConnectOptions, Env } from '#kernel';
import { type Machine, SeededRandom, type SimulatedConnection } from '#sim';
import { isRegistryError } from '../registry-errors.ts';
import type { SchemaRegistry } from '../registry-types.ts';
import { ParsedSchemas } from '../state/parsed-schemas.ts';
import { fieldFormats, register, type Registered } from '../state/state.testing.ts';
import { parseRegistryConfig } from './registry-configs.ts';
import { openSchemaRegistry } from './registry-node.ts';

const TOPIC = '_schemas';

export interface TestNode {
  readonly name: string;
  readonly machine: Machine;
  readonly registry: SchemaRegistry;
  readonly connections: Set<SimulatedConnection>;
}

export interface NodeOptions {
  readonly configs?: Readonly<Record<string, string>>;
  readonly transactionalId?: string;
}

interface StoredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
}

export class RegistryWorld {
  readonly broker: SimulatedBroker;
  readonly random: SeededRandom;
  readonly nodes: TestNode[] = [];
  /** What was answered: a schema's text and its id. */
  readonly acknowledged: { readonly subject: string; readonly schema: string; readonly id: number }[] = [];

  constructor(seed: number) {
    this.broker = new SimulatedBroker(seed, {
      'group.min.session.timeout.ms': '500',
      'auto.create.topics.enable': 'false',
    });
    this.random = new SeededRandom(seed + 5_000_000);
    // Far apart, so that two who lead at a time have time to contradict each other.
    this.broker.world.network.latencyMs = (random) => random.number() * 10;
  }

  open(name: string, { configs = {}, transactionalId }: NodeOptions = {}): TestNode {
    const machine = this.broker.world.boot();
    const connections = new Set<SimulatedConnection>();
    const env = this.#envOf(machine, connections);
    const { config } = parseRegistryConfig({
      'kafkastore.timeout.ms': '500',
      'kafkagroup.session.timeout.ms': '2000',
      'kafkagroup.heartbeat.interval.ms': '1500',
      'kafkagroup.rebalance.timeout.ms': '3000',
      ...configs,
    });
    const registry = openSchemaRegistry(env, {
      config,
      client: {
        bootstrapServers: [`127.0.0.1:${this.broker.port}`],
        requestTimeoutMs: 2000,
        reconnectBackoffMaxMs: 200,
      },
      schemas: new ParsedSchemas(fieldFormats),
      address: () => ({ scheme: 'http', host: name, port: 8081 }),
      ...(transactionalId === undefined ? {} : { transactionalId }),
    });
    const node = { name, machine, registry, connections };
    this.nodes.push(node);
    return node;
  }

  /** As `kill -9`: it says goodbye to nobody. */
  kill(node: TestNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1);
    node.machine.kill();
  }

  pause(ms: number): Promise<void> {
    return this.broker.pause(ms);
  }

  leader(): TestNode | undefined {
    return this.nodes.find(({ registry }) => registry.leadership().isLeader);
  }

  /** As a client does that is sent to the leader: again until it is answered, by whichever registry leads. */
  async register(subject: string, schema: string): Promise<Registered> {
    for (let attempt = 0; attempt < 3000; attempt++) {
      const leaders = this.nodes.filter(({ registry }) => registry.leadership().isLeader);
      const node = leaders[this.random.below(Math.max(1, leaders.length))];
      const answer = node === undefined ? null : await this.#ask(node, { subject, schema });
      if (answer !== null) return answer;
      await this.pause(50 + this.random.below(300));
    }
    throw new Error(`${subject} was never registered`);
  }

  async #ask(node: TestNode, { subject, schema }: { subject: string; schema: string }): Promise<Registered | null> {
    try {
      // Nobody hears of an answer by a registry that has died.
      const work = node.registry.execute(register(subject, schema)) as Promise<Registered>;
      const answer = await Promise.race([work, this.pause(60_000).then(() => null)]);
      if (answer !== null) this.acknowledged.push({ subject, schema, id: answer.id });
      return answer;
    } catch (error) {
      if (isRegistryError(error) && error.status === 500) return null;
      throw error;
    }
  }

  /** Until it is over, connections of registries are reset, or lose what they carry. */
  async disturb(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.pause(50 + this.random.below(400));
      const node = this.nodes[this.random.below(Math.max(1, this.nodes.length))];
      const connections = [...(node?.connections ?? [])];
      const victim = connections[this.random.below(Math.max(1, connections.length))];
      if (victim === undefined) continue;
      if (this.random.chance(0.5)) victim.reset();
      else victim.lose(this.random.chance(0.5) ? 'incoming' : 'both');
    }
  }

  /** Nothing of a registry comes through for a while. */
  async cutOff(node: TestNode, ms: number): Promise<void> {
    cut.add(node.connections);
    for (const connection of node.connections) connection.lose('both');
    await this.pause(ms);
    cut.delete(node.connections);
  }

  /** Of the topic, as a reader of its own finds it. */
  async stored(): Promise<StoredSchema[]> {
    const consumer = new Consumer({
      env: this.broker.clients.env,
      bootstrapServers: [`127.0.0.1:${this.broker.port}`],
      autoOffsetReset: 'earliest',
    });
    const place = { topic: TOPIC, partition: 0 };
    const [end] = await consumer.endOffsets([place]);
    consumer.assign([place]);
    const found: StoredSchema[] = [];
    while ((await consumer.position(place)) < end!.offset) {
      for (const { key, value } of await consumer.poll(100)) {
        if (key!.toString().includes('"SCHEMA"') && value !== null)
          found.push(JSON.parse(value.toString()) as StoredSchema);
      }
    }
    await consumer.close();
    return found;
  }

  /** One id for each schema, none for two; nothing that was acknowledged is missing. */
  async verify(): Promise<void> {
    const stored = await this.stored();
    const byId = new Map<number, string>();
    const bySchema = new Map<string, number>();
    for (const { id, schema } of stored) {
      assert.equal(byId.get(id) ?? schema, schema, `id ${id} stands for one schema`);
      assert.equal(bySchema.get(schema) ?? id, id, `${schema} has one id`);
      byId.set(id, schema);
      bySchema.set(schema, id);
    }
    const keys = new Map<string, string>();
    for (const { subject, version, schema } of stored) {
      const key = `${subject} ${version}`;
      assert.equal(keys.get(key) ?? schema, schema, `${key} is written once`);
      keys.set(key, schema);
    }
    for (const { subject, schema, id } of this.acknowledged) {
      assert.ok(
        stored.some((one) => one.subject === subject && one.schema === schema && one.id === id),
        `${schema} of ${subject} was acknowledged with id ${id} and is in the topic`,
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map(({ registry }) => registry.close()));
  }

  #envOf(machine: Machine, connections: Set<SimulatedConnection>): Env {
    const { network } = machine.env;
    const connect = async (options: ConnectOptions): Promise<Connection> => {
      if (cut.has(connections)) throw Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH' });
      const connection = await this.broker.world.network.connect(machine, options);
      connections.add(connection);
      connection.on('close', () => connections.delete(connection));
      return connection;
    };
    return { ...machine.env, network: { listen: (options, take) => network.listen(options, take), connect } };
  }
}

/** The connections of those that nothing comes through to. */
const cut: Set<Set<SimulatedConnection>> = new Set();
