/** The broker's config table agrees with the tables of topics, whose defaults it gives. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';
import { brokerConfigTable } from './broker-config-table.ts';
import { HONOURED_KEYS } from './honoured-keys.ts';
import { brokerSynonymOf, topicDefaults } from './topic-defaults.ts';

/** Tests, what is generated, the tables themselves, and modules that have configs of their own. */
const NO_READER =
  /\.(?:test|testing|gen)\.|^(?:cli|client|kafkajs|streams)\/|config\/(?:tables\/|validate-)|^log\/topic-config/;

test('every broker key that gives a topic config its default exists, with the same type, range and default', () => {
  for (const topic of topicConfigTable.describe()) {
    for (const { name, factor } of topic.synonyms) {
      const broker = brokerConfigTable.entry(name);
      assert.ok(broker !== undefined, `${name} is a broker config`);
      if (factor !== 1 || broker.defaultValue === null || name === 'log.flush.scheduler.interval.ms') continue;
      assert.equal(broker.type, topic.type, name);
      assert.equal(broker.defaultValue, topic.defaultValue, name);
    }
  }
});

test('the table has the 360 keys of Kafka 4.3, the 3 that Kafka takes only while it runs, and one of 4.4', () => {
  const own = brokerConfigTable.describe().filter(({ group }) => group === "Samsa's own");
  const authorizer = ['super.users', 'allow.everyone.if.no.acl.found'];
  assert.equal(brokerConfigTable.keys().length, 360 + 3 + 1 + own.length + authorizer.length);
});

test('log.retention.hours gives retention.ms its default in milliseconds, log.retention.ms is stronger', () => {
  const hours = new Map([['log.retention.hours', '2']]);
  assert.deepEqual(brokerSynonymOf('retention.ms', hours), { name: 'log.retention.hours', text: '7200000' });
  const both = new Map([...hours, ['log.retention.ms', '5']]);
  assert.deepEqual(brokerSynonymOf('retention.ms', both), { name: 'log.retention.ms', text: '5' });
  assert.equal(topicDefaults(new Map([['log.retention.minutes', '-1']])).get('retention.ms'), '-1');
  assert.equal(topicDefaults(new Map([['flush.ack', 'page-cache']])).get('flush.ack'), 'page-cache');
});

test('the keys that are said to have an effect are those that the code reads', () => {
  const source = new URL('../../', import.meta.url);
  const isReader = (path: string): boolean => path.endsWith('.ts') && !NO_READER.test(path);
  const paths = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isReader);
  const words = new Set(paths.flatMap((path) => readFileSync(new URL(path, source), 'utf8').match(/\w+/g) ?? []));
  const topicKeys = new Set(topicConfigTable.describe().flatMap(({ synonyms }) => synonyms.map(({ name }) => name)));
  const groupKeys = new Set(
    groupConfigTable.describe().flatMap((entry) => (words.has(entry.property) ? keysOf(entry) : [])),
  );
  const read = brokerConfigTable
    .describe()
    .filter(({ name, property }) => (words.has(property) && !topicKeys.has(name)) || groupKeys.has(name));
  assert.deepEqual(
    read.map(({ name }) => name),
    [...HONOURED_KEYS].sort(
      (a, b) => brokerConfigTable.keys().indexOf(a as never) - brokerConfigTable.keys().indexOf(b as never),
    ),
  );
});

/** What the broker says for all groups, and the bounds that it sets for a group's own (`group-config-rules.ts`). */
function keysOf({ name, synonyms }: { name: string; synonyms: readonly { name: string }[] }): string[] {
  const [kind, ...rest] = name.split('.');
  const bounds = ['min', 'max'].flatMap((side) =>
    [rest, rest.slice(1)].map((words) => `group.${kind}.${side}.${words.join('.')}`),
  );
  return [...synonyms.map((synonym) => synonym.name), ...bounds];
}
