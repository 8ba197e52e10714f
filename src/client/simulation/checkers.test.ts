/** Checks that find nothing prove little: each is shown a history that is not sound, and worlds that are broken on purpose. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CommittedOffsets,
  CommittedReads,
  verifyExactlyOnce,
  type ExactlyOnceRun,
  type ProcessedOutcome,
} from './exactly-once-history.testing.ts';
import { GroupHistory, ProducerHistory, ReaderHistory, type LoggedRecord } from './history.testing.ts';
import { ShareHistory } from './share-history.testing.ts';
import { simulateExactlyOnce, type ExactlyOnceFlaws } from './simulate-exactly-once.testing.ts';
import { simulateGroup } from './simulate-records.testing.ts';
import { TableHistory } from './table-history.testing.ts';
import { TopicHistory } from './topic-history.testing.ts';
import { verifyTransactions } from './transactions.testing.ts';

const log = (...values: string[]): LoggedRecord[] => values.map((value, offset) => ({ offset, value }));

/** Two records, acknowledged at 0 and 1 of the only partition. */
function produced(): ProducerHistory {
  const history = new ProducerHistory('p0.0', true);
  for (const offset of [0, 1]) history.acknowledge(history.next(0).number, { partition: 0, offset });
  return history;
}

test('lost, duplicated, reordered and invented records are told apart', () => {
  produced().verify([log('p0.0-0', 'p0.0-1')]);
  assert.throws(() => produced().verify([log('p0.0-0')]), /p0.0-1 was acknowledged at 0:1 and has to be there/);
  assert.throws(() => produced().verify([log('p0.0-0', 'p0.0-1', 'p0.0-1')]), /a second time/);
  assert.throws(() => produced().verify([log('p0.0-1', 'p0.0-0')]), /was sent later/);
  assert.throws(() => produced().verify([log('p0.0-0', 'p0.0-1', 'p0.0-2')]), /never sent/);
});

test('an offset that shows two values in the course of time is noticed', () => {
  const history = new ReaderHistory(1);
  history.see(0, { offset: 0, value: 'a' });
  assert.throws(() => history.see(0, { offset: 0, value: 'b' }), /stays there/);
  assert.throws(() => history.verify([log('c')]), /stays there/);
});

test('a committed position beyond what was processed is noticed, and a record that nobody was given', () => {
  const history = new GroupHistory(1);
  history.process(0, 0);
  history.observeCommitted(0, 1);
  assert.throws(() => history.observeCommitted(0, 2), /was not processed/);
  history.finishAt([log('a', 'b')]);
  assert.equal(history.missing, 'b at 0:1');
});

function processed(values: readonly (readonly string[])[], outcomes: readonly ProcessedOutcome[]): ExactlyOnceRun {
  const transactions = values.map((some, index) => {
    return {
      id: `x0-${index}`,
      values: some.map((value) => `${value}~x0-${index}`),
      outcome: outcomes[index] ?? 'open',
    };
  });
  const visible = transactions.filter(({ outcome }) => outcome === 'committed').flatMap((one) => one.values);
  return { inputCounts: [2], output: [log(...visible)], transactions };
}

test('transactions: lost, doubled, reordered, aborted (G1a), partial (G1b) and overlapping (G0) ones are told apart', () => {
  const sound = processed([['0:0', '0:1'], ['0:0']], ['committed', 'aborted']);
  verifyExactlyOnce(sound);
  const shown = (...values: string[]): ExactlyOnceRun => ({ ...sound, output: [log(...values)] });
  assert.throws(() => verifyExactlyOnce(shown('0:0~x0-0')), /lost: of the committed x0-0/);
  assert.throws(() => verifyExactlyOnce(shown('0:0~x0-0', '0:1~x0-0', '0:1~x0-0')), /duplicate: 0:1/);
  assert.throws(() => verifyExactlyOnce(shown('0:1~x0-0', '0:0~x0-0')), /reordered/);
  assert.throws(() => verifyExactlyOnce(shown('0:0~x0-0', '0:1~x0-0', '0:0~x0-1')), /aborted read \(G1a\)/);
  assert.throws(() => verifyExactlyOnce(shown('0:0~x0-0', '0:1~x0-0', '0:1~x9-0')), /never sent/);
  assert.throws(
    () => verifyExactlyOnce(processed([['0:0'], ['0:0', '0:1']], ['committed', 'committed'])),
    /duplicate: 0:0/,
  );
  assert.throws(
    () => verifyExactlyOnce(processed([['0:0'], ['0:1']], ['committed', 'aborted'])),
    /nothing came of 0:1/,
  );
  const partial = processed([['0:0', '0:1']], ['committing']);
  assert.throws(() => verifyExactlyOnce({ ...partial, output: [log('0:0~x0-0')] }), /intermediate read \(G1b\)/);
});

test('committed offsets that go back, polls that go back, and reads of what was aborted are noticed', () => {
  const offsets = new CommittedOffsets();
  offsets.observe(0, 5);
  assert.throws(() => offsets.observe(0, 4), /goes back from 5 to 4/);
  const reads = new CommittedReads();
  reads.see(0, { offset: 3, value: 'a' }, -1);
  assert.throws(() => reads.see(0, { offset: 3, value: 'a' }, 3), /non-monotonic poll/);
  assert.throws(() => reads.see(0, { offset: 3, value: 'b' }, -1), /inconsistent/);
  assert.throws(() => reads.verify([log('x')]), /aborted read/);
});

test('what a model of transactions may not show is noticed', () => {
  const values = ['a', 'b'];
  assert.throws(() => verifyTransactions([{ values, outcome: 'committed' }], new Set(['a'])));
  assert.throws(() => verifyTransactions([{ values, outcome: 'committing' }], new Set(['a'])));
  assert.throws(() => verifyTransactions([{ values, outcome: 'aborted' }], new Set(['a', 'b'])));
});

test('a share group that loses a record, or gives one out again after its acceptance, is noticed', () => {
  const history = new ShareHistory();
  const place = { partition: 0, offset: 0 };
  history.deliver(place);
  history.say('a', place, true);
  history.confirm('a', place);
  assert.throws(() => history.deliver(place), /delivered again/);
  history.finishAt([log('x', 'y')]);
  assert.equal(history.missing, 'y at 0:1');
});

test('a compacted topic that loses the latest record of a key, moves one or doubles one is noticed', () => {
  const history = new TableHistory();
  for (const offset of [0, 1]) {
    const record = history.send('k', `w-${offset}`);
    record.partition = 0;
    record.offset = offset;
  }
  history.verify([[{ offset: 1, key: 'k', value: 'w-1' }]]);
  assert.throws(() => history.verify([[]]), /lost: k=w-1/);
  assert.throws(() => history.verify([[{ offset: 0, key: 'k', value: 'w-0' }]]), /lost: k=w-1/);
  assert.throws(() => history.verify([[{ offset: 2, key: 'k', value: 'w-1' }]]), /lies where it was acknowledged/);
  assert.throws(() => history.verify([[{ offset: 1, key: 'l', value: 'w-1' }]]), /has its key/);
});

test('a deleted topic that comes back, and a new one that loses what it acknowledged, are noticed', () => {
  const history = new TopicHistory();
  history.isCreated();
  history.acknowledge(history.send('old', 0), 0);
  history.beginDeletion();
  history.isCreated();
  history.acknowledge(history.send('new', 0), 0);
  history.verify([log('new')]);
  assert.throws(() => history.verify([log('new', 'old')]), /risen again: old/);
  assert.throws(() => history.verify([[]]), /lost: new/);
  assert.throws(() => history.verify([log('new', 'new')]), /duplicate/);
});

const ignored = (): void => undefined;

/** The first seed that fails, in the words in which it does; `first` only saves those that are known to pass. */
async function firstFailure(run: (seed: number) => Promise<unknown>, first: number = 1): Promise<string> {
  for (let seed = first; seed <= 60; seed++) {
    try {
      await run(seed);
    } catch (error) {
      return String(error);
    }
  }
  return 'none';
}

test('a broker that acknowledges before it syncs is found out by power losses', async () => {
  const run = (seed: number): Promise<unknown> =>
    simulateGroup(seed, { onWorld: ignored, configs: { 'flush.ack': 'page-cache' } });
  assert.match(await firstFailure(run), /has to be there|stays there|stays committed|is below the committed|goes back/);
});

function failureOf(flaws: ExactlyOnceFlaws, first?: number): Promise<string> {
  return firstFailure((seed) => simulateExactlyOnce(seed, ignored, flaws), first);
}

test('offsets that are committed outside of their transaction are found out', async () => {
  assert.match(await failureOf({ commitsOutside: true }, 25), /duplicate|lost/);
});

test('a reader of what is not committed yet is found out', async () => {
  assert.match(await failureOf({ readsUncommitted: true }), /aborted read/);
});
