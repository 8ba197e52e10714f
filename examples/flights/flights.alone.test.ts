import '../from-source.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Consumer } from '#client';
import { startSamsa } from '#testing';
import { SumsWithoutStreams } from './flights.testing.ts';
import type { AirportDelays } from './run.ts';

const { readAirports, readFlights } = await import('./data.ts');
const { run } = await import('./run.ts');
const { table } = await import('./table.ts');

const DAYS = 20;

test('the delays that the store answers are those of the flights in the topic, and late ones are not among them', async (context) => {
  const samsa = await startSamsa();
  context.after(() => samsa.close());
  const { bootstrapServers } = samsa;
  const count = readFlights(DAYS).length;
  const results = await run({ bootstrapServers, days: DAYS, daysPerSecond: Infinity, onProgress: () => undefined });

  const sums = new SumsWithoutStreams(readAirports());
  await using consumer = new Consumer({ bootstrapServers, autoOffsetReset: 'earliest' });
  consumer.assign(await consumer.partitionsFor('example-flights'));
  let read = 0;
  for await (const record of consumer) {
    sums.add(record);
    if (++read === count) break;
  }
  const expected = sums.results;
  assert.deepEqual(byCode(results.airports), byCode(expected.airports));
  assert.equal(results.late, expected.late);
  assert.ok(results.late > 0);
  const inSums = results.airports.flatMap(({ windows }) => windows).reduce((sum, { flights }) => sum + flights, 0);
  assert.equal(inSums + results.late, count);
  assert.match(table(results, 3), /PHX {2}Phoenix Sky Harbor International/);
});

function byCode(airports: readonly AirportDelays[]): readonly AirportDelays[] {
  return airports.toSorted((one, other) => (one.code < other.code ? -1 : 1));
}
