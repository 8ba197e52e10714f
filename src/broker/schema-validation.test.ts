/** Topics that ask for schemas: what is refused, whom it is told, and what happens while schemas are looked up. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { KafkaError } from '#kernel';
import { Errors } from '#protocol';
import { batchOf, startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';
import { createTopic, fetch, produce, valuesOf } from './requests.testing.ts';
import type { SchemaCheckedPart, SchemaValidator } from './schema-validation.ts';

const VALUES = { 'confluent.value.schema.validation': 'true' };

/** Vouches for whatever begins with `good`; of `late…` it has to ask first, and `down` cannot be asked. */
class Validator implements SchemaValidator {
  readonly known = new Set<string>();
  readonly asked: string[] = [];

  check({ topic, isKey, rule, data, schemaIdHeader }: SchemaCheckedPart): string | null | Promise<void> {
    const text = Buffer.from(data).toString();
    this.asked.push(`${topic}/${isKey ? 'key' : 'value'}/${rule.subjectName}/${rule.decodesPayload}`);
    if (schemaIdHeader !== null) return null;
    if (text === 'down') return Promise.reject(new KafkaError('SCHEMA_REGISTRY_UNAVAILABLE', 'nobody answers'));
    if (text.startsWith('late') && !this.known.has(text)) {
      return Promise.resolve().then(() => void this.known.add(text));
    }
    return text.startsWith('good') || text.startsWith('late') ? null : `${text} has no schema`;
  }
}

const validator = new Validator();
let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker({}, { schemaValidator: validator });
  client = await broker.connect();
});
after(() => broker.stop());
beforeEach(() => void validator.asked.splice(0));

let names = 0;

async function topicWith(configs: Readonly<Record<string, string>>): Promise<string> {
  const topic = `checked-${names++}`;
  await createTopic(client, topic, { configs });
  return topic;
}

const values = (...texts: string[]): Buffer =>
  batchOf(
    texts.map((text): [null, string] => [null, text]),
    { timestamp: Date.now() },
  );

async function written(topic: string): Promise<(string | null)[]> {
  return valuesOf((await fetch(client, topic, 0)).records);
}

test('a batch is refused whole, and the records that are to blame are named', async () => {
  const topic = await topicWith(VALUES);
  const answer = await produce(client, topic, values('good', 'bad', 'good', 'worse'));
  assert.equal(answer.errorCode, Errors.INVALID_RECORD.code);
  assert.deepEqual(
    answer.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => [batchIndex, batchIndexErrorMessage]),
    [
      [1, 'bad has no schema'],
      [3, 'worse has no schema'],
    ],
  );
  assert.match(answer.errorMessage ?? '', /^2 records do not have the schemas that checked-\d+ asks for/);
  assert.equal((await produce(client, topic, values('good', 'goods'))).errorCode, Errors.NONE.code);
  assert.deepEqual(await written(topic), ['good', 'goods']);
});

test('compressed batches are looked into as well', async () => {
  const topic = await topicWith(VALUES);
  const batch = batchOf(
    [
      [null, 'good'],
      [null, 'bad'],
    ],
    { timestamp: Date.now(), compression: 1 },
  );
  const answer = await produce(client, topic, batch);
  assert.deepEqual(
    answer.recordErrors.map(({ batchIndex }) => batchIndex),
    [1],
  );
});

test('keys have a rule of their own, and what is null needs no schema', async () => {
  const topic = await topicWith({
    'samsa.key.schema.validation': 'payload',
    'confluent.key.subject.name.strategy': 'io.confluent.kafka.serializers.subject.TopicRecordNameStrategy',
  });
  const batch = batchOf(
    [
      [null, 'bad'],
      ['good', null],
    ],
    { timestamp: Date.now() },
  );
  assert.equal((await produce(client, topic, batch)).errorCode, Errors.NONE.code);
  assert.deepEqual(validator.asked, [`${topic}/key/topic-record/true`]);
});

test('records wait while their schemas are looked up, and later ones of the connection do not overtake them', async () => {
  const topic = await topicWith(VALUES);
  const answers = await Promise.all([
    produce(client, topic, values('late 1', 'late 2')),
    produce(client, topic, values('good')),
  ]);
  assert.deepEqual(
    answers.map(({ errorCode, baseOffset }) => [errorCode, baseOffset]),
    [
      [0, 0],
      [0, 2],
    ],
  );
});

test('without an answer from the registry the producer is told to try again', async () => {
  const topic = await topicWith(VALUES);
  const answer = await produce(client, topic, values('down'));
  assert.equal(answer.errorCode, Errors.NOT_ENOUGH_REPLICAS.code);
  assert.match(answer.errorMessage ?? '', /nobody answers/);
});

test('topics that ask for nothing are not looked at', async () => {
  const topic = await topicWith({});
  assert.equal((await produce(client, topic, values('bad'))).errorCode, Errors.NONE.code);
  assert.deepEqual(validator.asked, []);
});

test('a broker without a registry refuses topics that ask for schemas', async () => {
  const bare = await startTestBroker();
  try {
    await assert.rejects(
      createTopic(await bare.connect(), 'checked', { configs: VALUES }),
      /records cannot be held to their schemas, as this broker runs without a schema registry/,
    );
  } finally {
    await bare.stop();
  }
});
