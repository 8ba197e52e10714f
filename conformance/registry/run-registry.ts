/**
 * `npm run conformance -- registry`: values with schemas, written by Samsa's serdes and read by those of others, and the
 * other way round, all of them at Samsa's registry. With `--broker apache-kafka` that stands alone in front of Apache Kafka.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Admin } from '../../src/client/index.ts';
import { RegistryClient } from '../../src/serde/index.ts';
import type { BrokerName } from '../runner/brokers.ts';
import type { Check } from '../runner/context.ts';
import { runChecks, type RunOptions } from '../runner/run-checks.ts';
import { DriverSession } from '../runner/session.ts';
import { exchangeCases, type ExchangeCase, type PeerName } from './cases.ts';
import type { ReadWithSchema, WriteWithSchema } from './commands.ts';
import { npmSerdes, pythonSerdes } from './peers.ts';
import { registerWhileRegistriesAreKilled } from './killed-registries.ts';
import { descriptorsOf } from './protobuf-messages.ts';
import { startRegistry, type RunningRegistry } from './running-registry.ts';
import { SamsaSerdes } from './samsa-serdes.ts';

/** The word that chooses it. */
export const registryName = 'registry';

/** The case that has two registries of its own and no peer. */
const KILLS = 'killed-registries';

const npmDriver = fileURLToPath(new URL('node/npm-driver.ts', import.meta.url));
const pythonDriver = fileURLToPath(new URL('python/registry_driver.py', import.meta.url));

export interface RegistryRun extends RunOptions {
  readonly broker: BrokerName;
  /** Of cases and peers; all where it is empty. */
  readonly names: readonly string[];
  readonly keeps: boolean;
  onProgress(line: string): void;
}

interface World {
  readonly registry: RunningRegistry;
  readonly samsa: SamsaSerdes;
  readonly client: RegistryClient;
  readonly admin: Admin;
  session(peer: PeerName): Promise<DriverSession>;
}

/** Names of cases and of those who take part. */
export const registryNames: readonly string[] = [
  ...exchangeCases.map(({ name }) => name),
  ...new Set(exchangeCases.flatMap(({ peers }) => peers)),
  KILLS,
];

export async function runRegistry(run: RegistryRun): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-registry-'));
  const failedBefore = run.tally.failed;
  const registry = await startRegistry(run.broker, { directory, onProgress: run.onProgress });
  const sessions = new Map<PeerName, Promise<DriverSession>>();
  try {
    run.onProgress(`the registry answers on ${registry.url}, for ${run.broker} on ${registry.peer.bootstrap}`);
    const open = async (peer: PeerName): Promise<DriverSession> => {
      const session = await DriverSession.open(
        [...(await driverOf(peer, run.onProgress)), registry.peer.bootstrap],
        join(directory, `${peer}.log`),
      );
      run.onProgress(`${peer} is ${session.version}`);
      return session;
    };
    const world: World = {
      registry,
      samsa: new SamsaSerdes(registry.peer.bootstrap),
      client: new RegistryClient({ schemaRegistryUrl: registry.url }),
      admin: new Admin({ bootstrapServers: registry.peer.bootstrap }),
      session: (peer) => {
        const session = sessions.get(peer) ?? open(peer);
        sessions.set(peer, session);
        return session;
      },
    };
    await runChecks([...checksOf(world, run.names), ...killChecks(world, run.names, directory)], run);
    await world.admin.close();
  } finally {
    for (const session of await Promise.allSettled(sessions.values())) {
      if (session.status === 'fulfilled') await session.value.close();
    }
    copyFileSync(registry.peer.logFile, join(directory, 'broker.log'));
    await registry.close();
    if (run.keeps || run.tally.failed > failedBefore) run.onProgress(`logs: ${directory}`);
    else rmSync(directory, { recursive: true, force: true });
  }
}

async function driverOf(peer: PeerName, onProgress: (line: string) => void): Promise<string[]> {
  if (peer === 'confluent-python') return [await pythonSerdes(onProgress), '-B', pythonDriver];
  const folder = await npmSerdes(onProgress);
  // Without conditions of ours: a package of theirs takes `source` for its own.
  return [process.execPath, npmDriver, peer, folder];
}

function killChecks({ registry }: World, names: readonly string[], directory: string): Check[] {
  if (names.length > 0 && !names.includes(KILLS)) return [];
  const run = (): Promise<void> => registerWhileRegistriesAreKilled(registry.peer.bootstrap, directory);
  return [{ name: `registry/${KILLS}/1000-registrations`, lane: KILLS, run }];
}

function checksOf(world: World, names: readonly string[]): Check[] {
  const checks: Check[] = [];
  if (names.length > 0 && names.every((name) => name === KILLS)) return checks;
  const cases = exchangeCases.map(({ name }) => name);
  for (const one of exchangeCases) {
    if (names.some((name) => cases.includes(name)) && !names.includes(one.name)) continue;
    for (const peer of one.peers) {
      if (names.some((name) => !cases.includes(name)) && !names.includes(peer)) continue;
      const name = `registry/${one.name}/${peer}`;
      if (one.isOnlyRead === undefined)
        checks.push({
          name: `${name}/writes`,
          lane: peer,
          run: () => exchange(world, one, { peer, peerWrites: true }),
        });
      checks.push({ name: `${name}/reads`, lane: peer, run: () => exchange(world, one, { peer, peerWrites: false }) });
    }
  }
  return checks;
}

async function exchange(
  world: World,
  one: ExchangeCase,
  { peer, peerWrites }: { peer: PeerName; peerWrites: boolean },
): Promise<void> {
  const topic = `${one.name}-${peer}-${peerWrites ? 'writes' : 'reads'}`;
  await world.admin.createTopics([{ name: topic, numPartitions: 1 }]);
  for (const { subject, schema } of one.referenced ?? []) {
    await world.client.register(subject, { schemaType: one.format, schema });
  }
  const { format, references = [], message = null, schema, values, idIn = 'prefix', readerSchema } = one;
  const descriptors = format === 'PROTOBUF' ? descriptorsOf(schema) : [];
  const common = { registry: world.registry.url, topic, format, references, descriptors, message };
  const write: WriteWithSchema = { ...common, schema, values, idIn };
  const readAs = readerSchema ?? (format === 'PROTOBUF' ? schema : null);
  const read: ReadWithSchema = { ...common, count: values.length, schema: readAs };
  const session = await world.session(peer);
  if (peerWrites) await session.call('writeWithSchema', write);
  else await world.samsa.write(write);
  const seen = peerWrites ? await world.samsa.read(read) : (await session.call('readWithSchema', read)).values;
  assert.deepEqual(plain(seen), plain(one.read ?? values));
}

/** As JSON has it: no prototypes, nothing undefined; a decimal and a date are their texts, whatever a language has for them. */
function plain(values: unknown): unknown {
  return JSON.parse(JSON.stringify(values), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    return Reflect.get(value, '$decimal') ?? Reflect.get(value, '$date') ?? value;
  });
}
