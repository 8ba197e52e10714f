/** The past once more, faster: flights are sent when they are reported, so many days of them within a second. */
import { setTimeout } from 'node:timers/promises';
import type { Producer, ProducerRecord, RecordMetadata } from 'samsa/client';
import type { ReportedFlight } from './data.ts';
import { type Flight, topics } from './topology.ts';

const DAY_MS = 24 * 3600 * 1000;
const TICK_MS = 50;
const MOST_AT_ONCE = 1000;

export interface ReplayOptions {
  readonly daysPerSecond: number;
  /** How many were sent; `until` is the time of the data, in milliseconds since 1970. */
  onProgress(sent: number, until: number): void;
}

/** Resolves with the places of all flights in their topic. */
export async function replay(
  producer: Producer<string, unknown>,
  flights: readonly ReportedFlight[],
  { daysPerSecond, onProgress }: ReplayOptions,
): Promise<RecordMetadata[]> {
  const places: RecordMetadata[] = [];
  const startedAt = performance.now();
  while (places.length < flights.length) {
    const elapsed = ((performance.now() - startedAt) / 1000) * daysPerSecond * DAY_MS;
    const now = flights[0]!.reported + elapsed;
    const due = flights.slice(places.length, places.length + MOST_AT_ONCE).filter(({ reported }) => reported <= now);
    places.push(...(await producer.sendBatch(due.map(toRecord))));
    onProgress(places.length, due.at(-1)?.reported ?? now);
    if (due.length < MOST_AT_ONCE) await setTimeout(TICK_MS);
  }
  return places;
}

function toRecord({ origin, destination, delay, scheduled }: ReportedFlight): ProducerRecord<string, Flight> {
  return { topic: topics.flights, key: origin, value: { destination, delay }, timestamp: scheduled };
}
