import assert from 'node:assert/strict';
import test from 'node:test';
import { configureTopology } from './configured-topology.ts';
import { StreamsGroupStatus } from './topic-configuration-problem.ts';
import { isSameTopology, type Subtopology, type TopicInfo, type Topology } from './topology.ts';

function topic(name: string, partitions = 0): TopicInfo {
  return { name, partitions, replicationFactor: 0, topicConfigs: [] };
}

function subtopology(subtopologyId: string, parts: Partial<Subtopology>): Subtopology {
  return {
    subtopologyId,
    sourceTopics: [],
    sourceTopicRegex: [],
    stateChangelogTopics: [],
    repartitionSinkTopics: [],
    repartitionSourceTopics: [],
    copartitionGroups: [],
    ...parts,
  };
}

function topology(...subtopologies: Subtopology[]): Topology {
  return { epoch: 0, subtopologies };
}

function configure(wanted: Topology, topics: Record<string, number>): ReturnType<typeof configureTopology> {
  return configureTopology(wanted, (name) => topics[name]);
}

const WORD_COUNT = topology(
  subtopology('0', { sourceTopics: ['lines'], repartitionSinkTopics: ['words'] }),
  subtopology('1', { repartitionSourceTopics: [topic('words')], stateChangelogTopics: [topic('counts')] }),
);

test('a repartition topic takes its partitions from what feeds it, and a changelog has one per task', () => {
  const { subtopologies, topicsToCreate, problem } = configure(WORD_COUNT, { lines: 3 });
  assert.deepEqual(
    topicsToCreate.map(({ name, numPartitions, replicationFactor }) => [name, numPartitions, replicationFactor]),
    [
      ['words', 3, -1],
      ['counts', 3, -1],
    ],
  );
  assert.equal(problem?.status, StreamsGroupStatus.MISSING_INTERNAL_TOPICS);
  assert.deepEqual(
    [...subtopologies!.values()].map(({ numberOfTasks }) => numberOfTasks),
    [3, 3],
  );
});

test('with all topics there, nothing stands in the way', () => {
  const { topicsToCreate, problem } = configure(WORD_COUNT, { lines: 3, words: 3, counts: 3 });
  assert.deepEqual(topicsToCreate, []);
  assert.equal(problem, null);
});

test('a source topic that does not exist is named', () => {
  const { subtopologies, problem } = configure(WORD_COUNT, {});
  assert.equal(subtopologies, null);
  assert.deepEqual(problem, {
    status: StreamsGroupStatus.MISSING_SOURCE_TOPICS,
    detail: 'source topics do not exist: lines',
  });
});

test('an internal topic with another number of partitions than it should have is named', () => {
  const { problem } = configure(WORD_COUNT, { lines: 3, words: 3, counts: 4 });
  assert.equal(problem?.status, StreamsGroupStatus.INCORRECTLY_PARTITIONED_TOPICS);
  assert.match(problem.detail, /counts has 4 partitions where the topology asks for 3/);
});

test('topics that are joined must have as many partitions each', () => {
  const join = subtopology('0', {
    sourceTopics: ['orders', 'users'],
    copartitionGroups: [{ sourceTopics: [0, 1], sourceTopicRegex: [], repartitionSourceTopics: [] }],
  });
  const { problem } = configure(topology(join), { orders: 3, users: 4 });
  assert.equal(problem?.status, StreamsGroupStatus.INCORRECTLY_PARTITIONED_TOPICS);
  assert.match(problem.detail, /orders=3, users=4/);
  assert.equal(configure(topology(join), { orders: 4, users: 4 }).problem, null);
});

function joinWithRepartitioned(partitions: number): Topology {
  return topology(
    subtopology('0', { sourceTopics: ['lines'], repartitionSinkTopics: ['words'] }),
    subtopology('1', {
      sourceTopics: ['users'],
      repartitionSourceTopics: [topic('words', partitions)],
      copartitionGroups: [{ sourceTopics: [0], sourceTopicRegex: [], repartitionSourceTopics: [0] }],
    }),
  );
}

test('a repartition topic takes the partitions of the topic that it is joined with', () => {
  const { topicsToCreate } = configure(joinWithRepartitioned(0), { lines: 3, users: 7 });
  assert.deepEqual(
    topicsToCreate.map(({ name, numPartitions }) => [name, numPartitions]),
    [['words', 7]],
  );
});

test('a repartition topic whose partitions the application fixed must fit what it is joined with', () => {
  const { problem } = configure(joinWithRepartitioned(5), { lines: 3, users: 7 });
  assert.equal(problem?.status, StreamsGroupStatus.INCORRECTLY_PARTITIONED_TOPICS);
  assert.equal(configure(joinWithRepartitioned(7), { lines: 3, users: 7 }).topicsToCreate.length, 1);
});

test('repartition topics that are joined with each other all take the greatest number of partitions', () => {
  const wanted = topology(
    subtopology('0', { sourceTopics: ['lines'], repartitionSinkTopics: ['words'] }),
    subtopology('1', { sourceTopics: ['users'], repartitionSinkTopics: ['names'] }),
    subtopology('2', {
      repartitionSourceTopics: [topic('words'), topic('names')],
      copartitionGroups: [{ sourceTopics: [], sourceTopicRegex: [], repartitionSourceTopics: [0, 1] }],
    }),
  );
  const { topicsToCreate } = configure(wanted, { lines: 3, users: 7 });
  assert.deepEqual(
    topicsToCreate.map(({ name, numPartitions }) => [name, numPartitions]),
    [
      ['words', 7],
      ['names', 7],
    ],
  );
});

const INVALID: [claim: string, topology: Topology][] = [
  [
    'repartition topics in a circle, whose partitions nothing tells',
    topology(subtopology('0', { repartitionSourceTopics: [topic('loop')], repartitionSinkTopics: ['loop'] })),
  ],
  ['a repartition topic that nobody writes', topology(subtopology('0', { repartitionSourceTopics: [topic('words')] }))],
  ['a subtopology that reads nothing', topology(subtopology('0', { stateChangelogTopics: [topic('counts')] }))],
  [
    'two subtopologies of one id',
    topology(subtopology('0', { sourceTopics: ['lines'] }), subtopology('0', { sourceTopics: ['lines'] })),
  ],
  [
    'a copartition group that names a place past the end',
    topology(
      subtopology('0', {
        sourceTopics: ['lines'],
        copartitionGroups: [{ sourceTopics: [1], sourceTopicRegex: [], repartitionSourceTopics: [] }],
      }),
    ),
  ],
];

for (const [claim, wanted] of INVALID) {
  test(`no topics can ever fit ${claim}`, () => {
    assert.throws(() => configure(wanted, { lines: 3 }), { code: 'STREAMS_INVALID_TOPOLOGY' });
  });
}

test('topologies are the same in whatever order their subtopologies come', () => {
  const [first, second] = WORD_COUNT.subtopologies;
  assert.ok(isSameTopology(WORD_COUNT, topology(second!, first!)));
  assert.ok(!isSameTopology(WORD_COUNT, topology(first!)));
  assert.ok(!isSameTopology(WORD_COUNT, { ...WORD_COUNT, epoch: 1 }));
});
