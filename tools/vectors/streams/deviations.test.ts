/** The rules by which Kafka's results are judged where Kafka is wrong, with results that Kafka 4.3.1 has given. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streams } from '../streams.ts';
import { rightSteps } from './deviations.ts';

const source = { op: 'stream', as: 's', topic: 'L' };
const shown = [
  { op: 'toStreamW', from: 'w', as: 'z' },
  { op: 'to', from: 'z', topic: 'o' },
];
const changelog = 'oracle-KSTREAM-AGGREGATE-STATE-STORE-0000000001-changelog';
const topology = (nodes: readonly string[]): string => `Topologies:\n   Sub-topology: 0\n${nodes.join('\n')}\n\n`;

/** Windows of 10 ms, told once. Kafka tells one of them: where others close a window has begun that is too far ahead. */
const lossy = {
  name: 'lost',
  ops: [source, { op: 'win', as: 'w', from: 's', size: 10, grace: 5, final: true }, ...shown],
  out: ['o'],
  input: [
    ['L', 'a', 'v0', 5],
    ['L', 'a', 'v1', 13],
    ['L', 'a', 'v2', 24],
    ['L', 'a', 'v3', 100],
    ['L', 'a', 'v4', 116],
  ],
  steps: [[], [], [], [], ['a@100/110=v3@100']],
  topics: ['o', changelog],
  topology: topology([
    '    Source: KSTREAM-SOURCE-0000000000 (topics: [L])',
    '      --> KSTREAM-AGGREGATE-0000000002',
    '    Processor: KSTREAM-AGGREGATE-0000000002 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000001])',
    '      --> KTABLE-TOSTREAM-0000000003',
    '      <-- KSTREAM-SOURCE-0000000000',
    '    Processor: KTABLE-TOSTREAM-0000000003 (stores: [])',
    '      --> KSTREAM-KEY-SELECT-0000000004',
    '      <-- KSTREAM-AGGREGATE-0000000002',
    '    Processor: KSTREAM-KEY-SELECT-0000000004 (stores: [])',
    '      --> KSTREAM-SINK-0000000005',
    '      <-- KTABLE-TOSTREAM-0000000003',
    '    Sink: KSTREAM-SINK-0000000005 (topic: o)',
    '      <-- KSTREAM-KEY-SELECT-0000000004',
  ]),
};

function problemOf(line: object): string | null {
  const [outcome] = streams.check([line], '');
  return outcome!.ok ? null : outcome!.what;
}

test('windows that a leap of time closes and that Kafka loses are no difference', () => {
  assert.equal(problemOf(lossy), null);
  const [first, second] = lossy.input;
  const none = { ...lossy, input: [first, second, ['L', 'a', 'v2', 100]], steps: [[], [], []], topics: [changelog] };
  assert.equal(problemOf(none), null);
});

test('windows that Kafka cannot have lost have to be told by both', () => {
  assert.match(
    problemOf({ ...lossy, steps: [[], [], [], [], []] })!,
    /after input 4 .*: \["a@100\/110=v3@100"\], not \[\]/,
  );
  assert.match(problemOf({ ...lossy, steps: [[], [], [], [], ['a@100/110=v4@100']] })!, /after input 4/);
  assert.match(problemOf({ ...lossy, steps: [[], [], [], ['a@0/10=v0@5'], []] })!, /after input 2/);
});

test('of a sliding window that Kafka tells twice the first result is right, whatever its key is', () => {
  const sliding = { op: 'sliding', as: 'n', from: 's', size: 5, grace: 0 };
  const ops = [source, sliding, { op: 'suppressFinal', as: 'w', from: 'n' }, ...shown];
  const kafkas = [['k=v@1/2@5/10=a@10'], ['k=v@1/2@5/10=ab@10'], ['k=v@1/2@7/12=abc@12']];
  assert.deepEqual(rightSteps({ ops, out: ['o'], input: [] }, kafkas), [kafkas[0], [], kafkas[2]]);
});
