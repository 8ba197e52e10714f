/** Records held to their schemas: what is refused and in which words, and what a broker makes of it. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { startTestBroker } from '#broker/testing';
import { Admin, Producer } from '#client';
import { isKafkaError } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { compileAvroWriter, parseAvroSchema } from '#schema';
import { MemoryRegistry } from '../http/registry-http.testing.ts';
import { operationTimedOut } from '../registry-errors.ts';
import { register, type RegisterOptions } from '../state/state.testing.ts';
import { RecordValidator, type RecordPart } from './record-validator.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const ORDER = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
  ],
});
const order = compileAvroWriter(parseAvroSchema(ORDER));
const BODY = Buffer.from(order.encode({ id: 2n ** 60n, note: 'x' }));

interface World {
  readonly registry: MemoryRegistry;
  readonly validator: RecordValidator;
  register(subject: string, schema: string, options?: RegisterOptions): Promise<{ id: number; guid: string }>;
  /** The verdict, with all look-ups waited for. */
  verdict(data: Uint8Array, part?: Partial<RecordPart>): Promise<string | null>;
}

function world(): World {
  const registry = new MemoryRegistry();
  const validator = new RecordValidator({ env, registry });
  return {
    registry,
    validator,
    register: async (subject, schema, options = {}) =>
      (await registry.execute(register(subject, schema, options))) as { id: number; guid: string },
    async verdict(data, given = {}) {
      const part: RecordPart = {
        topic: 'orders',
        isKey: false,
        rule: { subjectName: 'topic', decodesPayload: true },
        data,
        schemaIdHeader: null,
        ...given,
      };
      for (let asked = 0; asked < 5; asked++) {
        const verdict = validator.check(part);
        if (!(verdict instanceof Promise)) return verdict;
        await verdict;
      }
      return assert.fail('it asks on and on');
    },
  };
}

function framed(id: number, body: Uint8Array = BODY): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(id, 1);
  return Buffer.concat([prefix, body]);
}

const guidBytes = (guid: string): Buffer => Buffer.concat([Buffer.of(1), Buffer.from(guid.replaceAll('-', ''), 'hex')]);

test('whole data of a schema of the subject passes, by id or GUID, before the data or in the header', async () => {
  const { register, verdict } = world();
  const { id, guid } = await register('orders-value', ORDER);
  assert.equal(await verdict(framed(id)), null);
  assert.equal(await verdict(Buffer.concat([guidBytes(guid), BODY])), null);
  assert.equal(await verdict(BODY, { schemaIdHeader: framed(id, Buffer.alloc(0)) }), null);
  assert.equal(await verdict(new Uint8Array(BODY), { schemaIdHeader: new Uint8Array(guidBytes(guid)) }), null);
});

test('what has no schema, an unknown one, or one of another subject is refused in a sentence', async () => {
  const { registry, register, verdict } = world();
  const { id } = await register('payments-value', ORDER);
  assert.match((await verdict(Buffer.from('{"id":1}'))) ?? '', /^the value begins with the byte 123, and not with 0/);
  assert.match((await verdict(Buffer.of(0, 0))) ?? '', /^the value is cut off: 2 bytes/);
  assert.equal(await verdict(framed(99)), 'the value names schema 99, which the registry does not have');
  const other = 'which is not registered under orders-value (but under payments-value)';
  assert.equal(await verdict(framed(id)), `the value names schema ${id}, ${other}`);
  assert.match((await verdict(framed(id), { isKey: true })) ?? '', /^the key names schema 1, .* under orders-key/);
  await register('orders-value', ORDER);
  assert.equal(await verdict(framed(id)), null);
  await registry.execute({ type: 'deleteSubject', subject: 'orders-value', permanent: false });
  assert.equal(await verdict(framed(id)), `the value names schema ${id}, which is deleted under orders-value`);
});

test('a body that is cut off, has more behind it, or is not of its schema is refused where the rule looks into it', async () => {
  const { register, verdict } = world();
  const { id } = await register('orders-value', ORDER);
  const cut = framed(id, BODY.subarray(0, -1));
  assert.match((await verdict(cut)) ?? '', /^the value is not whole data of schema 1: .*note/);
  assert.equal(await verdict(cut, { rule: { subjectName: 'topic', decodesPayload: false } }), null);
  const longer = framed(id, Buffer.concat([BODY, Buffer.of(0, 0)]));
  assert.equal(await verdict(longer), 'the value is not whole data of schema 1: 2 bytes are left over at its end');

  const text = '{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}';
  const json = await register('json-value', text, { schemaType: 'JSON' });
  const checkJson = (body: string | Buffer): Promise<string | null> =>
    verdict(framed(json.id, Buffer.from(body)), { topic: 'json' });
  assert.equal(await checkJson('{"id":1}'), null);
  assert.match((await checkJson('{"id":"1"}')) ?? '', /^the value is not whole data of schema 2: .*id/);
  assert.match((await checkJson('{"id":1')) ?? '', /not whole data of schema 2/);
  assert.match((await checkJson(Buffer.of(0x22, 0xff, 0x22))) ?? '', /not whole data of schema 2/);
});

test('a Protobuf payload is held to the message that it says it is, in its subject too', async () => {
  const { register, verdict } = world();
  const text = 'syntax = "proto3"; package p; message A { string s = 1; } message B { int32 n = 1; }';
  const { id } = await register('proto-value', text, { schemaType: 'PROTOBUF' });
  const check = (hex: string, part: Partial<RecordPart> = {}): Promise<string | null> =>
    verdict(framed(id, Buffer.from(hex, 'hex')), { topic: 'proto', ...part });
  assert.equal(await check('000a0161'), null, 'the first, of one text');
  assert.equal(await check('02020805'), null, 'the second, of one number');
  assert.match((await check('000a0561')) ?? '', /^the value is not whole data of schema 1: /);
  assert.match((await check('020e0805')) ?? '', /no message at \[7\]/);
  assert.match((await check('')) ?? '', /cut off/);
  const rule = { subjectName: 'record', decodesPayload: false } as const;
  assert.match((await check('02020805', { rule })) ?? '', /not registered under p\.B/);
  await register('p.B', text, { schemaType: 'PROTOBUF' });
  assert.equal(await check('02020805', { rule }), null);
});

test('the rule says what subjects are named by', async () => {
  const { register, verdict } = world();
  const { id } = await register('shop.Order', ORDER);
  const inTopic = await register('orders-shop.Order', '{"type":"record","name":"shop.Order","fields":[]}');
  const rule = (subjectName: 'record' | 'topic-record'): Partial<RecordPart> => ({
    rule: { subjectName, decodesPayload: false },
  });
  assert.equal(await verdict(framed(id), rule('record')), null);
  assert.match((await verdict(framed(id), rule('topic-record'))) ?? '', /not registered under orders-shop.Order/);
  assert.equal(await verdict(framed(inTopic.id), rule('topic-record')), null);
  const nameless = await register('x', '"string"');
  assert.match((await verdict(framed(nameless.id), rule('record'))) ?? '', /has no name, and orders goes by the names/);
});

test('a subject that is an alias stands for the one that it names', async () => {
  const { registry, register, verdict } = world();
  const { id } = await register('sales', ORDER);
  await registry.execute({ type: 'putConfig', subject: 'orders-value', config: { alias: 'sales' } });
  assert.equal(await verdict(framed(id)), null);
});

test('a registry that does not write reads on before it calls a schema missing', async () => {
  const { registry, register, verdict } = world();
  await verdict(framed(1));
  registry.leader = { isLeader: false, leaderUrl: null };
  let reads = 0;
  const behind = Object.assign(registry, {
    async caughtUp() {
      reads++;
      if (reads === 1) await register('orders-value', ORDER);
    },
  });
  assert.equal(behind.leadership().isLeader, false);
  assert.equal(await verdict(framed(1)), null);
  for (let record = 0; record < 50; record++) assert.match((await verdict(framed(9))) ?? '', /does not have/);
  assert.ok(reads < 10, `it was read ${reads} times`);
});

test('while the registry cannot be read there is no verdict, and afterwards there is', async () => {
  const { registry, register, verdict } = world();
  const { id } = await register('orders-value', ORDER);
  registry.problem = operationTimedOut('the topic is not there');
  await assert.rejects(verdict(framed(id)), (error) => isKafkaError(error, 'SCHEMA_REGISTRY_UNAVAILABLE'));
  registry.problem = null;
  assert.equal(await verdict(framed(id)), null);
});

test('whatever the bytes are, the answer is null or a sentence', async () => {
  const { register, verdict } = world();
  const { id } = await register('orders-value', ORDER);
  const recursive =
    '{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node",{"type":"array","items":"Node"}]}]}';
  const node = await register('orders-value', recursive, { force: true });
  const json = await register('orders-key', '{"$defs":{"n":{"items":{"$ref":"#/$defs/n"}}},"$ref":"#/$defs/n"}', {
    schemaType: 'JSON',
  });
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.tuple(fc.nat(BODY.length - 1), fc.nat(255)).map(([at, byte]) => {
      const mutated = Buffer.from(BODY);
      mutated[at] = byte;
      return mutated;
    }),
    fc.tuple(fc.constantFrom(2, 4, 0x5b), fc.nat(20_000)).map(([byte, length]) => Buffer.alloc(length, byte)),
  );
  const header = fc.option(fc.uint8Array({ maxLength: 20 }), { freq: 20 });
  const ids = fc.constantFrom(id, node.id, json.id, 77);
  await fc.assert(
    fc.asyncProperty(ids, body, header, fc.boolean(), async (named, bytes, schemaIdHeader, isKey) => {
      for (const data of [framed(named, bytes), bytes]) {
        const answer = await verdict(data, { schemaIdHeader, isKey });
        assert.ok(answer === null || answer.length > 0);
      }
    }),
    { numRuns: 300 },
  );
});

test('a broker refuses what its registry does not vouch for, and names the record', async (context: TestContext) => {
  const { validator, register } = world();
  const { id } = await register('orders-value', ORDER);
  const broker = await startTestBroker({}, { schemaValidator: validator });
  context.after(() => broker.stop());
  const common = { bootstrapServers: `127.0.0.1:${broker.port}` };
  await using admin = new Admin(common);
  await admin.createTopics([
    { name: 'orders', numPartitions: 1, configs: { 'samsa.value.schema.validation': 'payload' } },
  ]);
  await using producer = new Producer({ ...common, lingerMs: 50 });
  const bad = [framed(id, BODY.subarray(0, 3)), framed(55), Buffer.from('no schema')];
  for (const value of bad) {
    await assert.rejects(producer.send({ topic: 'orders', value }), (error) => isKafkaError(error, 'INVALID_RECORD'));
  }
  const sent = [framed(id), framed(55), framed(id)].map((value) => producer.send({ topic: 'orders', value }));
  const results = await Promise.allSettled(sent);
  const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'written'));
  assert.match(reasons[1] ?? '', /names schema 55, which the registry does not have/, reasons.join('\n'));
  assert.equal(typeof (await producer.send({ topic: 'orders', value: framed(id) })).offset, 'number');
  await producer.send({ topic: 'orders', value: null, key: Buffer.from('k') });
});
