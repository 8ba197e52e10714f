/** For tests: the sums once more, from the topic of the flights alone and without streams. */
import type { ConsumerRecord } from '#client';
import type { AirportDelays, Results } from './run.ts';
import type { Airport, Flight } from './topology.ts';

type Window = AirportDelays['windows'][number];

const WINDOW_MS = 6 * 3600 * 1000;
const GRACE_MS = 30 * 60 * 1000;

export class SumsWithoutStreams {
  readonly #airports: ReadonlyMap<string, Airport>;
  /** By code and start. */
  readonly #windows = new Map<string, Map<number, Window>>();
  /** The latest time in each partition. */
  readonly #latest = new Map<number, number>();
  #late = 0;

  constructor(airports: ReadonlyMap<string, Airport>) {
    this.#airports = airports;
  }

  /** Records of one partition in their order. */
  add({ partition, key, value, timestamp }: ConsumerRecord): void {
    const latest = Math.max(timestamp, this.#latest.get(partition) ?? 0);
    this.#latest.set(partition, latest);
    const start = timestamp - (timestamp % WINDOW_MS);
    if (start + WINDOW_MS + GRACE_MS <= latest) {
      this.#late++;
      return;
    }
    const code = String(key);
    const { delay } = JSON.parse(String(value)) as Flight;
    const windows = this.#windows.get(code) ?? new Map<number, Window>();
    const { flights = 0, total = 0 } = windows.get(start) ?? {};
    this.#windows.set(code, windows);
    const airport = this.#airports.get(code)!.name;
    windows.set(start, { start, airport, flights: flights + 1, total: total + delay });
  }

  get results(): Results {
    const airports = [...this.#windows].map(([code, windows]) => ({
      code,
      windows: [...windows.values()].toSorted((one, other) => one.start - other.start),
    }));
    return { airports, late: this.#late };
  }
}
