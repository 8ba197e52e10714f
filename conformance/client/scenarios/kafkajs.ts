/** What the façade for kafkajs promises on any broker: its transactions, its place beside kafkajs in a group, NestJS on it. */
import assert from 'node:assert/strict';
import theirs from 'kafkajs';
import * as ours from '../../../src/kafkajs/index.ts';
import type { ClientScenario, World } from '../scenario.ts';

type Clients = typeof ours;

/** Of the façade, or of kafkajs itself, which has the same calls. */
function kafkaOf({ Kafka }: Clients, world: World): ours.Kafka {
  const retry = { initialRetryTime: 50, retries: 10 };
  return new Kafka({ clientId: 'facade', brokers: [world.bootstrap], logCreator: () => () => undefined, retry });
}

/** kafkajs's calls are the façade's: kafkajs-types.ts holds the one against the other. */
function asClients(module: object): Clients {
  assert.ok('Kafka' in module);
  return module as Clients;
}

/** Disconnected when the check ends. */
function closing<Client extends { disconnect(): Promise<void> }>(world: World, client: Client): Client {
  world.defer(() => client.disconnect());
  return client;
}

async function producerOf(
  world: World,
  config: ours.ProducerConfig = {},
  clients: Clients = ours,
): Promise<ours.Producer> {
  const producer = closing(world, kafkaOf(clients, world).producer({ ...config }));
  await producer.connect();
  return producer;
}

interface Reader {
  readonly consumer: ours.Consumer;
  readonly values: string[];
}

async function reader(
  world: World,
  topic: string,
  config: Partial<ours.ConsumerConfig> = {},
  clients: Clients = ours,
): Promise<Reader> {
  const values: string[] = [];
  const options = { groupId: world.unique('facade'), maxWaitTimeInMs: 100, heartbeatInterval: 200, ...config };
  const consumer = closing(world, kafkaOf(clients, world).consumer(options));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
  return { consumer, values };
}

const numbered = (prefix: string, count: number): { value: string }[] =>
  Array.from({ length: count }, (_, number) => ({ value: `${prefix}-${number}` }));

async function adminOf(world: World): Promise<ours.Admin> {
  const admin = closing(world, kafkaOf(ours, world).admin());
  await admin.connect();
  return admin;
}

async function nest(world: World): Promise<void> {
  const { startNest } = await import('../nestjs-app.ts');
  const [request, failing, event] = [await world.createTopic(), await world.createTopic(), await world.createTopic()];
  const replies = [request, failing].map((topic) => ({
    topic: `${topic}.reply`,
    numPartitions: 1,
    replicationFactor: 1,
  }));
  await (await adminOf(world)).createTopics({ topics: replies });
  const app = await startNest({
    bootstrap: world.bootstrap,
    request,
    failing,
    event,
    logCreator: () => () => undefined,
  });
  world.defer(() => app.close());
  const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => app.ask(request, [number, 1])));
  assert.deepEqual(
    answers,
    Array.from({ length: 20 }, (_, number) => String(number + 1)),
  );
  await assert.rejects(app.ask(failing, 'no such sum'), (error) => JSON.stringify(error).includes('no such sum'));
  await app.tell(event, { text: 'hello' });
  await world.until('the event arrives', () => app.events.length === 1);
  assert.deepEqual(app.events, [{ topic: event, value: { text: 'hello' } }]);
}

/** Reads a topic with kafkajs and the façade in one group, whoever joins first. */
async function mixedGroup(world: World, order: readonly Clients[]): Promise<void> {
  const topic = await world.createTopic({ partitions: 4 });
  const groupId = world.unique('mixed');
  const members: Reader[] = [];
  for (const clients of order) members.push(await reader(world, topic, { groupId }, clients));
  const admin = await adminOf(world);
  const isSettled = async (): Promise<boolean> => {
    const { groups } = await admin.describeGroups([groupId]);
    return groups[0]?.state === 'Stable' && groups[0].members.length === 2;
  };
  await world.until('both are members', isSettled);
  const messages = Array.from({ length: 40 }, (_, number) => ({ value: String(number), partition: number % 4 }));
  await (await producerOf(world)).send({ topic, messages });
  const all = (): string[] => members.flatMap(({ values }) => values);
  await world.until('all are read', () => new Set(all()).size === 40);
  assert.ok(members.every(({ values }) => new Set(values).size === 20));
  await members[1]?.consumer.disconnect();
  await (
    await producerOf(world)
  ).send({ topic, messages: messages.map((message) => ({ ...message, value: `later-${message.value}` })) });
  await world.until('the one that is left reads all', () => new Set(all()).size === 80);
}

export const kafkajs: ClientScenario = {
  name: 'kafkajs',
  checks: [
    {
      name: 'accepts messages from committed transactions, between others, in each codec; those of aborted ones are not handed out',
      needs: ['transactions'],
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = await producerOf(world, {
          transactionalId: world.unique('tx'),
          idempotent: true,
          maxInFlightRequests: 1,
        });
        const expected: string[] = [];
        for (const compression of Object.values(ours.CompressionTypes)) {
          await producer.send({ topic, messages: [{ value: `plain-${compression}` }] });
          const aborted = await producer.transaction();
          await aborted.send({ topic, compression, messages: numbered(`aborted-${compression}`, 3) });
          await aborted.abort();
          const committed = await producer.transaction();
          assert.ok(committed.isActive());
          await committed.sendBatch({
            compression,
            topicMessages: [{ topic, messages: numbered(`tx-${compression}`, 3) }],
          });
          await committed.commit();
          assert.ok(!committed.isActive());
          await assert.rejects(committed.send({ topic, messages: [{ value: 'late' }] }), /once ended/);
          expected.push(`plain-${compression}`, ...numbered(`tx-${compression}`, 3).map(({ value }) => value));
        }
        const { values } = await reader(world, topic);
        await world.until('all are read', () => values.length >= expected.length);
        assert.deepEqual(values, expected);
        const uncommitted = await reader(world, topic, { readUncommitted: true });
        await world.until('all are read', () => uncommitted.values.length === 7 * 5);
      },
    },
    {
      name: 'a transaction cannot begin while another is open, and needs a transactional id',
      needs: ['transactions'],
      run: async (world) => {
        const producer = await producerOf(world, { transactionalId: world.unique('tx') });
        const transaction = await producer.transaction();
        await assert.rejects(producer.transaction(), /already an ongoing transaction/);
        await transaction.abort();
        await (await producer.transaction()).abort();
        await assert.rejects((await producerOf(world)).transaction(), /Must provide transactional id/);
      },
    },
    {
      name: 'offsets sent by a committed transaction are respected, those of an aborted one are not',
      needs: ['transactions'],
      run: async (world) => {
        const topic = await world.createTopic();
        const groupId = world.unique('flow');
        const producer = await producerOf(world, { transactionalId: world.unique('tx') });
        const admin = await adminOf(world);
        const committed = async (): Promise<string | undefined> => {
          const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
          return group?.partitions[0]?.offset;
        };
        const send = async (offset: string, how: 'commit' | 'abort'): Promise<void> => {
          const transaction = await producer.transaction();
          await transaction.send({ topic, messages: [{ value: offset }] });
          await transaction.sendOffsets({
            consumerGroupId: groupId,
            topics: [{ topic, partitions: [{ partition: 0, offset }] }],
          });
          await transaction[how]();
        };
        await send('1', 'abort');
        assert.equal(await committed(), '-1');
        await send('2', 'commit');
        // The coordinator answers before its markers are written: the offset is there a moment later.
        await world.until('the offset is committed', async () => (await committed()) === '2');
        await send('3', 'abort');
        assert.equal(await committed(), '2');
      },
    },
    {
      name: 'offsets that a transaction of the same Kafka object commits count as committed with the consumer',
      needs: ['transactions'],
      run: async (world) => {
        const topic = await world.createTopic();
        const kafka = kafkaOf(ours, world);
        const producer = closing(world, kafka.producer({ transactionalId: world.unique('tx') }));
        await producer.connect();
        await producer.send({ topic, messages: numbered('in', 3) });
        const groupId = world.unique('flow');
        const consumer = closing(world, kafka.consumer({ groupId, maxWaitTimeInMs: 100 }));
        await consumer.connect();
        await consumer.subscribe({ topic, fromBeginning: true });
        const uncommitted: number[] = [];
        await consumer.run({
          autoCommit: false,
          eachBatch: async ({ batch, resolveOffset, uncommittedOffsets }) => {
            resolveOffset(batch.lastOffset());
            uncommitted.push(uncommittedOffsets().topics.length);
            const transaction = await producer.transaction();
            await transaction.sendOffsets({ consumerGroupId: groupId, ...uncommittedOffsets() });
            await transaction.commit();
            uncommitted.push(uncommittedOffsets().topics.length);
          },
        });
        await world.until('it is processed', () => uncommitted.length >= 2);
        assert.deepEqual(uncommitted.slice(0, 2), [1, 0]);
      },
    },
    {
      name: 'a consumer of the façade joins a group that kafkajs leads',
      run: (world) => mixedGroup(world, [asClients(theirs), ours]),
    },
    {
      name: 'a consumer of kafkajs joins a group that the façade leads',
      run: (world) => mixedGroup(world, [ours, asClients(theirs)]),
    },
    {
      name: "ACLs are created, described and deleted in kafkajs's shapes",
      needs: ['acls'],
      run: async (world) => {
        const admin = await adminOf(world);
        const acl = {
          resourceType: ours.AclResourceTypes.TOPIC,
          resourceName: world.unique('orders'),
          resourcePatternType: ours.ResourcePatternTypes.LITERAL,
          principal: 'User:alice',
          host: '*',
          operation: ours.AclOperationTypes.READ,
          permissionType: ours.AclPermissionTypes.ALLOW,
        };
        // Without an authorizer a broker says so, and that is all there is to see.
        const created = await admin.createAcls({ acl: [acl] }).catch((error: unknown) => error);
        if (created instanceof ours.KafkaJSProtocolError) return assert.equal(created.type, 'SECURITY_DISABLED');
        assert.equal(created, true);
        const { principal, host, operation, permissionType, ...resource } = acl;
        const { resources } = await admin.describeAcls(acl);
        assert.deepEqual(resources, [{ ...resource, acls: [{ principal, host, operation, permissionType }] }]);
        const { filterResponses } = await admin.deleteAcls({ filters: [acl] });
        assert.deepEqual(filterResponses, [{ errorCode: 0, matchingAcls: [{ errorCode: 0, ...acl }] }]);
      },
    },
    {
      name: 'reassignments are listed, and refused with the partition that is wrong',
      needs: ['reassignments'],
      run: async (world) => {
        const topic = await world.createTopic();
        const admin = await adminOf(world);
        assert.deepEqual(await admin.listPartitionReassignments({ topics: [{ topic, partitions: [0] }] }), {
          topics: [],
        });
        const topics = [{ topic, partitionAssignment: [{ partition: 0, replicas: [4711] }] }];
        await assert.rejects(admin.alterPartitionReassignments({ topics }), (error) => {
          assert.ok(error instanceof ours.KafkaJSAggregateError);
          const [failed] = error.errors;
          assert.ok(failed instanceof ours.KafkaJSAlterPartitionReassignmentsError);
          assert.deepEqual([failed.topic, failed.partition, failed.type], [topic, 0, 'INVALID_REPLICA_ASSIGNMENT']);
          return true;
        });
      },
    },
    { name: 'a NestJS microservice answers requests and takes events', run: nest },
  ],
};
