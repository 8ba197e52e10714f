/** Samples become rows, and what Kafka's tools print is understood. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConsumerPerformance } from '../load/consumer-performance.ts';
import { parseProducerPerformance } from '../load/producer-performance.ts';
import { Samples, spreadOf } from './rows.ts';
import { tableOf } from './table.ts';

const kind = { row: 'start', unit: 'ms', better: 'lower' } as const;

test('a row has the median, the least and the most of each, and their ratio', () => {
  const samples = new Samples('broker');
  for (const value of [210, 190, 200]) samples.add(kind, 'samsa', value);
  for (const value of [2000, 2400]) samples.add(kind, 'apache-kafka', value);
  samples.add({ ...kind, row: 'only here' }, 'samsa', 1);
  assert.deepEqual(samples.rows(), [
    {
      bench: 'broker',
      ...kind,
      samsa: { median: 200, min: 190, max: 210 },
      peers: { 'apache-kafka': { median: 2200, min: 2000, max: 2400 } },
      ratio: 0.09091,
    },
  ]);
  assert.match(
    tableOf(samples.rows()),
    /\| start +\| ms +\| lower +\| +200 \(190–210\) \| +2,200 \(2,000–2,400\) \| +0\.09 +\|/,
  );
});

test('of several peers the best one is compared with, and nobody is with a reference', () => {
  const samples = new Samples('client', ['probe']);
  const rate = { row: 'send', unit: 'records/s', better: 'higher' } as const;
  for (const [subject, value] of Object.entries({ samsa: 300, slow: 50, quick: 100, probe: 900 }))
    samples.add(rate, subject, value);
  assert.equal(samples.rows()[0]?.ratio, 3);
});

test('what no peer has a counterpart of is shown where it is said to stand alone', () => {
  const samples = new Samples('broker');
  samples.add({ ...kind, row: 'recovery', standsAlone: true }, 'samsa', 500);
  const [row] = samples.rows();
  assert.deepEqual(row, {
    bench: 'broker',
    ...kind,
    row: 'recovery',
    samsa: { median: 500, min: 500, max: 500 },
    peers: {},
    ratio: null,
  });
  assert.match(tableOf(samples.rows()), /\| recovery \| ms +\| lower +\| +500 \(500–500\) \| +\|/);
});

test('the median of an even number of samples is the mean of the middle two', () => {
  assert.equal(spreadOf([4, 1, 3, 2]).median, 2.5);
});

test('of ProducerPerformance the steady state counts where there was a warm-up', () => {
  const all =
    '300000 records sent, 23300.970874 records/sec (2.22 MB/sec), 5.45 ms avg latency, 98.00 ms max latency, 5 ms 50th, 77 ms 95th, 78 ms 99th, 79 ms 99.9th.\n';
  assert.deepEqual(parseProducerPerformance(all), { recordsPerSecond: 23300.970874, p50: 5, p99: 78, p999: 79 });
  const steady = all.replace('records sent', 'steady state records sent').replace('5 ms 50th', '4 ms 50th');
  assert.equal(parseProducerPerformance(all + steady).p50, 4);
  assert.throws(() => parseProducerPerformance('no broker'), /something else than expected:\nno broker/);
});

test('of ConsumerPerformance the rate while fetching counts', () => {
  const output =
    'start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec\n' +
    '2026-11-25 16:12:15:485, 2026-11-25 16:12:24:024, 28.6102, 3.3505, 300000, 35132.9195, 4416, 4123, 6.9392, 72762.5515\n';
  assert.equal(parseConsumerPerformance(output), 72762.5515);
  assert.throws(() => parseConsumerPerformance(''), /something else than expected/);
});
