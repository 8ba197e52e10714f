/** What a plan refuses, which nodes belong together, and how it is printed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { PassNode } from '../operators/stateless.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import { describePlan } from './describe-plan.ts';
import { nodeGroups } from './node-groups.ts';
import type { PlanProcessor, PlanSink, PlanSource, PlanStore } from './plan-nodes.ts';
import { TopologyPlan } from './topology-plan.ts';

const SERDES = { keySerde: string(), valueSerde: string() };

function source(name: string, ...topics: string[]): PlanSource {
  return { kind: 'source', name, topics, timestampExtractor: null, offsetReset: null, ...SERDES };
}

function processor(name: string, ...parents: string[]): PlanProcessor {
  return { kind: 'processor', name, parents, create: () => new PassNode() };
}

function sink(name: string, topic: PlanSink['topic'], ...parents: string[]): PlanSink {
  return { kind: 'sink', name, parents, topic, partitioner: null, ...SERDES };
}

function store(name: string): PlanStore {
  const create = (): MemoryKeyValueStore<string, string> =>
    new MemoryKeyValueStore(name, new StoreSerdes('changelog', string(), string()));
  return { name, create, changelog: { configs: {}, sourceTopic: null } };
}

test('what does not fit is refused by name', () => {
  const plan = new TopologyPlan('app');
  plan.addSource(source('in', 'orders'));
  plan.addSink(sink('out', 'counts', 'in'));
  plan.addStore(store('rows'));
  const refused = (build: () => void, reason: string): void =>
    assert.throws(build, { code: 'INVALID_TOPOLOGY', message: `This topology cannot be built: ${reason}` });
  refused(() => plan.addSource(source('other', 'orders')), 'the topic orders is read by in already');
  refused(() => plan.addProcessor(processor('in', 'in')), 'there is a node in already');
  refused(() => plan.addProcessor(processor('p', 'nobody')), 'p has the parent nobody, which is no node');
  refused(() => plan.addProcessor(processor('p', 'out')), 'the sink out cannot have the child p');
  refused(() => plan.addStore(store('rows')), 'there is a store rows already');
  refused(() => plan.connect('in', ['rows']), 'there is no processor in');
});

test('nodes that feed each other or share a store are one group, numbered as they were added', () => {
  const plan = new TopologyPlan('app');
  for (const letter of ['c', 'b', 'a']) {
    plan.addSource(source(letter, `topic-${letter}`));
    plan.addProcessor(processor(`${letter}-read`, letter));
  }
  plan.addStore(store('rows'), ['a-read', 'c-read']);
  assert.deepEqual(
    nodeGroups(plan).map(({ id, nodes }) => [id, nodes]),
    [
      [0, ['c', 'c-read', 'a', 'a-read']],
      [1, ['b', 'b-read']],
    ],
  );
});

test('a global store joins nobody who reads it, and its group runs as no task', () => {
  const plan = new TopologyPlan('app');
  plan.addGlobalStore({ store: store('airports'), source: source('g', 'airports'), processor: processor('fill', 'g') });
  for (const letter of ['a', 'b']) {
    plan.addSource(source(letter, letter));
    plan.addProcessor(processor(`${letter}-look`, letter), ['airports']);
  }
  assert.deepEqual(
    nodeGroups(plan).map(({ nodes, isGlobal }) => [nodes.join(), isGlobal]),
    [
      ['g,fill', true],
      ['a,a-look', false],
      ['b,b-look', false],
    ],
  );
});

test('topics of the application carry its id, and a changelog the name of its store', () => {
  const plan = new TopologyPlan('app');
  plan.addInternalTopic({ name: 'by-user-repartition', partitions: null });
  assert.equal(plan.topicName('by-user-repartition'), 'app-by-user-repartition');
  assert.equal(plan.topicName('orders'), 'orders');
  assert.equal(plan.changelogTopic(store('rows')), 'app-rows-changelog');
  assert.equal(plan.changelogTopic({ ...store('rows'), changelog: null }), null);
  assert.equal(plan.changelogTopic({ ...store('rows'), changelog: { configs: {}, sourceTopic: 'orders' } }), 'orders');
});

test('a plan prints as Java prints it, those first that most comes after', () => {
  const plan = new TopologyPlan('app');
  plan.addSource(source('in', 'orders', 'more'));
  plan.addProcessor(processor('keep', 'in'));
  plan.addStore(store('rows'), ['keep']);
  plan.addSink(sink('out', 'counts', 'keep'));
  plan.addSink(sink('chosen', () => 'any', 'in'));
  const text = [
    'Topologies:',
    '   Sub-topology: 0',
    '    Source: in (topics: [more, orders])',
    '      --> keep, chosen',
    '    Processor: keep (stores: [rows])',
    '      --> out',
    '      <-- in',
    '    Sink: chosen (extractor class: function)',
    '      <-- in',
    '    Sink: out (topic: counts)',
    '      <-- keep',
    '',
    '',
  ];
  assert.deepEqual(describePlan(plan).split('\n'), text);
});
