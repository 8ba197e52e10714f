/**
 * npm run example -- flights [--days 90] [--days-per-second 6] [--bootstrap-servers HOST:PORT]
 *
 * Without servers it starts a Samsa of its own, in this process and in memory.
 */
import { parseArgs } from 'node:util';
import { startSamsa } from 'samsa/testing';
import { readFlights } from './data.ts';
import { run } from './run.ts';
import { progressLine, table } from './table.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '90' },
    'days-per-second': { type: 'string', default: '6' },
    'bootstrap-servers': { type: 'string' },
  },
});
const days = positive('days');
const daysPerSecond = positive('days-per-second');
const total = readFlights(days).length;

const samsa = values['bootstrap-servers'] === undefined ? await startSamsa() : null;
const bootstrapServers = values['bootstrap-servers'] ?? samsa!.bootstrapServers;
console.log(
  `${total.toLocaleString('en')} flights go to ${bootstrapServers}, ${daysPerSecond} days of them in a second.`,
);

const results = await run({ bootstrapServers, days, daysPerSecond, onProgress });
console.log(`\n${table(results, 20)}`);
await samsa?.close();

function positive(name: 'days' | 'days-per-second'): number {
  const value = Number(values[name]);
  if (value > 0) return value;
  console.error(`--${name} takes a number above 0, not ${values[name]}`);
  process.exit(2);
}

function onProgress(sent: number, until: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${progressLine(sent, total, until)}`);
}
