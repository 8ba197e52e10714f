/** The data, of the npm package `vega-datasets`: 20,000 flights within the United States, January to March 2001. */
import { readFileSync } from 'node:fs';
import type { Airport, Flight } from './topology.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Times are milliseconds since 1970. */
export interface ReportedFlight extends Flight {
  readonly origin: string;
  readonly scheduled: number;
  /** When it left. */
  readonly reported: number;
}

/** Those of the first so many days, as they are reported: the more a flight is delayed, the later. */
export function readFlights(days: number): ReportedFlight[] {
  const rows = JSON.parse(read('flights-20k.json')) as (Flight & { date: string; origin: string })[];
  const flights = rows.map(({ date, origin, destination, delay }) => {
    const scheduled = Date.parse(`${date} UTC`);
    return { origin, destination, delay, scheduled, reported: scheduled + delay * MINUTE_MS };
  });
  flights.sort((one, other) => one.reported - other.reported);
  const end = flights[0]!.reported + days * DAY_MS;
  return flights.filter(({ reported }) => reported < end);
}

/** All airports of the country, by their codes. */
export function readAirports(): Map<string, Airport> {
  const [, ...lines] = read('airports.csv').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [code = '', name = '', city = ''] = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
      return [code, { name, city }];
    }),
  );
}

function read(file: string): string {
  return readFileSync(new URL(`../data/${file}`, import.meta.resolve('vega-datasets')), 'utf8');
}
