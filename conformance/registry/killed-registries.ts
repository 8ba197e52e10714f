/**
 * Two registries that are one: a thousand registrations of the same and of other schemas, through both and many at a time,
 * while one of the two is killed (`kill -9`) again and again, whoever leads and who does not. In the end a schema has one id,
 * an id stands for one schema, and all that was answered is in the topic.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Consumer } from '../../src/client/index.ts';
import { StandaloneRegistry } from './standalone-registry.ts';

const REGISTRATIONS = 1000;
const SCHEMAS = 400;
const AT_A_TIME = 40;
/** After so many answers; the leader, the other, the leader. */
const KILLS = [250, 500, 750] as const;
const TOPIC = '_schemas-killed';
const TRIES = 200;
const ASK_MS = 15_000;

interface Acknowledged {
  readonly subject: string;
  readonly schema: string;
  readonly id: number;
}

interface StoredSchema extends Acknowledged {
  readonly version: number;
}

export async function registerWhileRegistriesAreKilled(bootstrap: string, directory: string): Promise<void> {
  // Whoever is gone is to be missed within seconds.
  const quick = ['kafkagroup.session.timeout.ms=2000', 'kafkagroup.heartbeat.interval.ms=300'];
  const words = ['--topic', TOPIC, '--group', 'killed-registries', ...quick.flatMap((config) => ['-o', config])];
  const open = (name: string): Promise<StandaloneRegistry> =>
    StandaloneRegistry.start({ bootstrap, logFile: join(directory, `${name}.log`), words });
  const registries = await Promise.all([open('killed-a'), open('killed-b')]);
  try {
    const acknowledged: Acknowledged[] = [];
    const load = registerAll(registries, acknowledged);
    const kills = killInTurn(registries, acknowledged);
    await Promise.all([load, kills]);
    assert.equal(acknowledged.length, REGISTRATIONS);
    verify(await stored(bootstrap), acknowledged);
    await askFor(registries, acknowledged);
  } finally {
    await Promise.all(registries.map((registry) => registry.close()));
  }
}

async function registerAll(registries: readonly StandaloneRegistry[], acknowledged: Acknowledged[]): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < REGISTRATIONS) {
      const index = next++;
      const schema = `{"type":"record","name":"R${index % SCHEMAS}","fields":[]}`;
      // Each schema under several subjects, and some subjects with several clients at a time.
      const subject = `s${index % SCHEMAS}-${Math.floor(index / SCHEMAS / 2)}`;
      acknowledged.push({ subject, schema, id: await register(registries, index, { subject, schema }) });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
}

/** As a serializer with both URLs does it: where one does not answer, the other is asked. */
async function register(
  registries: readonly StandaloneRegistry[],
  index: number,
  { subject, schema }: { subject: string; schema: string },
): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { url } = registries[(index + tries) % registries.length]!;
    const answer = await ask(`${url}/subjects/${subject}/versions`, JSON.stringify({ schema }));
    if (answer?.status === 200) return (answer.body as { id: number }).id;
    assert.ok(answer === null || answer.status >= 500, `${subject}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${subject} was not registered in ${TRIES} tries`);
}

/** Null where nobody answers. */
async function ask(url: string, body: string | null): Promise<{ status: number; body: unknown } | null> {
  try {
    const post = { method: 'POST', body: body ?? '', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(url, { ...(body === null ? {} : post), signal: AbortSignal.timeout(ASK_MS) });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  } catch {
    return null;
  }
}

async function killInTurn(registries: readonly StandaloneRegistry[], acknowledged: readonly unknown[]): Promise<void> {
  for (const [turn, count] of KILLS.entries()) {
    await until(() => acknowledged.length >= count);
    const leader = await leaderOf(registries);
    const victim = turn % 2 === 0 ? leader : registries.find((one) => one !== leader)!;
    await victim.kill();
    await victim.start();
  }
}

async function leaderOf(registries: readonly StandaloneRegistry[]): Promise<StandaloneRegistry> {
  for (let tries = 0; tries < TRIES; tries++) {
    for (const registry of registries) {
      const answer = await ask(`${registry.url}/metrics`, null);
      if (/^kafka_schema_registry_master_slave_role\S* 1/m.test(String(answer?.body))) return registry;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nobody leads');
}

/** A client that gives up ends the run, so that this has no deadline of its own. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function stored(bootstrap: string): Promise<readonly StoredSchema[]> {
  await using consumer = new Consumer({ bootstrapServers: bootstrap, autoOffsetReset: 'earliest' });
  const place = { topic: TOPIC, partition: 0 };
  const [end] = await consumer.endOffsets([place]);
  consumer.assign([place]);
  const found: StoredSchema[] = [];
  while ((await consumer.position(place)) < end!.offset) {
    for (const { key, value } of await consumer.poll(1000)) {
      if (key?.includes('"SCHEMA"') === true && value !== null) {
        found.push(JSON.parse(value.toString()) as StoredSchema);
      }
    }
  }
  return found;
}

function verify(all: readonly StoredSchema[], acknowledged: readonly Acknowledged[]): void {
  const byId = new Map<number, string>();
  const bySchema = new Map<string, number>();
  const places = new Set<string>();
  const known = new Set<string>();
  for (const { subject, version, id, schema } of all) {
    assert.equal(byId.get(id) ?? schema, schema, `id ${id} stands for one schema`);
    assert.equal(bySchema.get(schema) ?? id, id, `${schema} has one id`);
    assert.ok(!places.has(`${subject} ${version}`), `${subject} version ${version} is written once`);
    byId.set(id, schema);
    bySchema.set(schema, id);
    places.add(`${subject} ${version}`);
    known.add(`${subject} ${id} ${schema}`);
  }
  for (const { subject, id, schema } of acknowledged) {
    assert.ok(known.has(`${subject} ${id} ${schema}`), `${schema} of ${subject}, answered with id ${id}, is there`);
  }
}

/** Both tell the same, once they have read to the end. */
async function askFor(registries: readonly StandaloneRegistry[], acknowledged: readonly Acknowledged[]): Promise<void> {
  const schemas = new Map(acknowledged.map(({ id, schema }) => [id, schema]));
  const last = Math.max(...schemas.keys());
  for (const { url } of registries) {
    for (let tries = 0; tries < TRIES; tries++) {
      if ((await ask(`${url}/schemas/ids/${last}`, null))?.status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const [id, schema] of schemas) {
      const answer = await ask(`${url}/schemas/ids/${id}/schema`, null);
      assert.deepEqual(answer?.body, JSON.parse(schema), `${url} tells id ${id}`);
    }
  }
}
