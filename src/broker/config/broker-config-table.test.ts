/** The broker's config table agrees with the tables of topics, whose defaults it gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topicConfigTable } from '#log';
import { brokerConfigTable } from './broker-config-table.ts';
import { brokerSynonymOf, topicDefaults } from './topic-defaults.ts';

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

test('a table of Kafka 4.3 has its 360 keys', () => {
  const own = brokerConfigTable.describe().filter(({ group }) => group === "Samsa's own");
  const authorizer = ['super.users', 'allow.everyone.if.no.acl.found'];
  assert.equal(brokerConfigTable.keys().length, 360 + own.length + authorizer.length);
});

test('log.retention.hours gives retention.ms its default in milliseconds, log.retention.ms is stronger', () => {
  const hours = new Map([['log.retention.hours', '2']]);
  assert.deepEqual(brokerSynonymOf('retention.ms', hours), { name: 'log.retention.hours', text: '7200000' });
  const both = new Map([...hours, ['log.retention.ms', '5']]);
  assert.deepEqual(brokerSynonymOf('retention.ms', both), { name: 'log.retention.ms', text: '5' });
  assert.equal(topicDefaults(new Map([['log.retention.minutes', '-1']])).get('retention.ms'), '-1');
  assert.equal(topicDefaults(new Map([['flush.ack', 'page-cache']])).get('flush.ack'), 'page-cache');
});
