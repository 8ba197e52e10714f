import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation } from '#sim';
import { isKafkaError } from '#kernel';
import type { Env } from '#kernel';
import { ZERO_UUID } from '#protocol';
import { BOOTSTRAP, brokerCommand, newTopic, testConfigRules, testSettings } from './metadata.testing.ts';
import type { LoadedMetadata, MetaStore } from './meta-store.ts';
import { MetadataService } from './metadata-service.ts';
import type { MetadataRecord } from './records.ts';

/** Keeps records in memory; an append resolves when `release` is called. */
class HeldStore implements MetaStore {
  readonly appended: MetadataRecord[][] = [];
  release: (() => void) | null = null;
  failure: Error | null = null;
  isHeld = false;

  async load(): Promise<LoadedMetadata> {
    return { adopted: null };
  }

  async append(records: readonly MetadataRecord[]): Promise<void> {
    if (this.isHeld) await new Promise<void>((resolve) => (this.release = resolve));
    if (this.failure !== null) throw this.failure;
    this.appended.push([...records]);
  }

  async replaceAll(): Promise<void> {}

  async close(): Promise<void> {}
}

interface World {
  env: Env;
  store: HeldStore;
  service: MetadataService;
  settle(): Promise<void>;
  create(name: string): Promise<number>;
  delete(name: string): Promise<number>;
}

async function world(): Promise<World> {
  const simulation = createSimulation(1);
  const store = new HeldStore();
  const options = { store, settings: testSettings, configRules: testConfigRules };
  const service = await simulation.finish(MetadataService.open(simulation.env, options));
  await simulation.finish(service.submit('bootstrap', BOOTSTRAP));
  await simulation.finish(service.submit('registerBroker', brokerCommand(1)));
  return {
    env: simulation.env,
    store,
    service,
    settle: () => simulation.settle(),
    create: async (name) =>
      (await service.submit('createTopics', { topics: [newTopic({ name })], validateOnly: false }))[0]!.errorCode,
    delete: async (name) =>
      (await service.submit('deleteTopics', { topics: [{ name, topicId: ZERO_UUID }] }))[0]!.errorCode,
  };
}

test('a topic is not to be seen before its records are durable', async () => {
  const { service, store, create, settle } = await world();
  store.isHeld = true;
  let isAnswered = false;
  void create('a').then(() => (isAnswered = true));
  await settle();
  assert.deepEqual([service.image.topic('a'), isAnswered], [undefined, false]);
  store.release!();
  await settle();
  assert.deepEqual([service.image.topic('a')?.name, isAnswered], ['a', true]);
});

test('an answer waits for every subscriber, who sees the change in the image already', async () => {
  const { service, create, settle } = await world();
  const seen: string[] = [];
  let finish = (): void => {};
  service.subscribe(async (delta, image) => {
    seen.push(...delta.createdTopics.map(({ name }) => `${name} ${image.topic(name)!.partitions.length}`));
    await new Promise<void>((resolve) => (finish = resolve));
    seen.push('done');
  });
  service.subscribe(() => void seen.push('second'));
  void create('a').then(() => seen.push('answered'));
  await settle();
  assert.deepEqual(seen, ['a 2']);
  finish();
  await settle();
  assert.deepEqual(seen, ['a 2', 'done', 'second', 'answered']);
});

test('commands that come while an append is under way are stored together, each decided over the ones before', async () => {
  const { store, create, settle } = await world();
  store.isHeld = true;
  const answers: Promise<number>[] = [create('a')];
  await settle();
  answers.push(create('b'), create('c'), create('b'));
  store.isHeld = false;
  store.release!();
  await settle();
  assert.deepEqual(await Promise.all(answers), [0, 0, 0, 36]);
  assert.equal(store.appended.length, 4);
  assert.equal(store.appended[3]!.filter(({ type }) => type === 'TopicRecord').length, 2);
});

test('a deletion is shown to subscribers by itself, between the creations before and after it', async () => {
  const { service, store, create, delete: remove, settle } = await world();
  const seen: string[][] = [];
  service.subscribe((delta) => {
    seen.push([
      ...delta.createdTopics.map(({ name }) => `+${name}`),
      ...delta.deletedTopics.map(({ name }) => `-${name}`),
    ]);
  });
  await Promise.all([create('a'), create('b'), remove('a'), create('a'), create('c'), settle()]);
  assert.deepEqual(seen, [['+a', '+b'], ['-a'], ['+a', '+c']]);
  assert.equal(store.appended.at(-1)!.filter(({ type }) => type === 'TopicRecord').length, 4);
});

test('a command that is refused stores nothing and tells nobody', async () => {
  const { service, store, create, settle } = await world();
  const before = store.appended.length;
  service.subscribe(() => assert.fail('nothing changed'));
  await Promise.all([create('..'), settle()]);
  assert.equal(store.appended.length, before);
});

test('after the store failed, what waits and what comes later is rejected and the image stays', async () => {
  const { service, store, create, settle } = await world();
  store.failure = new Error('another controller took over');
  const outcomes = Promise.allSettled([create('a'), create('b')]);
  await settle();
  for (const outcome of await outcomes) {
    assert.ok(outcome.status === 'rejected' && isKafkaError(outcome.reason, 'NOT_CONTROLLER'));
  }
  await assert.rejects(create('c'), /could not be stored/);
  assert.equal(service.image.topics.size, 0);
});

test('close finishes what was submitted and takes nothing more', async () => {
  const { service, create, settle } = await world();
  const [code] = await Promise.all([create('a'), service.close(), settle()]);
  assert.equal(code, 0);
  assert.equal(service.image.topic('a')?.name, 'a');
  await assert.rejects(create('b'), /shutting down/);
});

test('a subscriber that fails stops the process', async () => {
  const simulation = createSimulation(1);
  const options = { store: new HeldStore(), settings: testSettings, configRules: testConfigRules };
  const service = await simulation.finish(MetadataService.open(simulation.env, options));
  service.subscribe(() => Promise.reject(new Error('disk full')));
  void service.submit('bootstrap', { ...BOOTSTRAP, features: [{ name: 'group.version', level: 1 }] });
  await simulation.settle();
  assert.match(simulation.machine.deathReason!, /could not be acted upon/);
});
