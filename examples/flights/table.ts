/** What the terminal shows: a line while flights are sent, and the table at the end. */
import type { AirportDelays, Results } from './run.ts';

const BAR_LENGTH = 30;

/** Where the replay is: `▓▓▓▓░░░░ 2001-01-14  2,971 of 20,000 flights`. */
export function progressLine(sent: number, total: number, until: number): string {
  const filled = Math.round((BAR_LENGTH * sent) / total);
  const bar = '▓'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
  return `${bar} ${day(until)} ${number(sent).padStart(7)} of ${number(total)} flights`;
}

/** The busiest airports, the one with the longest delays first. */
export function table({ airports, late }: Results, count: number): string {
  const rows = airports
    .map(summary)
    .toSorted((one, other) => other.flights - one.flights)
    .slice(0, count)
    .toSorted((one, other) => other.mean - one.mean)
    .map(({ code, airport, flights, mean, worst }) => {
      const cells = [code, airport.padEnd(38), number(flights).padStart(7), `${mean.toFixed(1)} min`.padStart(10)];
      return [...cells, `${day(worst.start)} ${time(worst.start)}`, `${worst.mean.toFixed(0)} min`.padStart(7)].join(
        '  ',
      );
    });
  return [
    `     ${'Airport'.padEnd(38)}  Flights  Mean delay  Worst six hours    Mean delay`,
    ...rows,
    '',
    `${number(late)} flights were reported later than half an hour after their six hours, and are not in the sums.`,
  ].join('\n');
}

interface Summary {
  readonly code: string;
  readonly airport: string;
  readonly flights: number;
  readonly mean: number;
  readonly worst: { readonly start: number; readonly mean: number };
}

function summary({ code, windows }: AirportDelays): Summary {
  const flights = windows.reduce((sum, window) => sum + window.flights, 0);
  const total = windows.reduce((sum, window) => sum + window.total, 0);
  const means = windows.map((window) => ({ start: window.start, mean: window.total / window.flights }));
  const worst = means.reduce((one, other) => (other.mean > one.mean ? other : one));
  return { code, airport: windows[0]!.airport, flights, mean: total / flights, worst };
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function day(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(0, 10);
}

function time(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(11, 16);
}
