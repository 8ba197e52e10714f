/**
 * The real data: 231,083 flights of the npm package `vega-datasets`, each the very text of its object in the file, keyed
 * by the route's distance in miles (302 keys, some much busier than others), in the order of the file.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileRecord } from './record-file.ts';

export const flightCount = 231_083;

/** The first flight's timestamp: a day ago, so that no retention time touches it; the next ones follow 100 ms apart. */
const firstTimestamp = Date.now() - 24 * 3600 * 1000;
const spacingMs = 100;

let loaded: readonly FileRecord[] | undefined;

/** All flights as records to produce: partition and offset are for the client and the broker to say. */
export function flights(): readonly FileRecord[] {
  loaded ??= load();
  return loaded;
}

function load(): readonly FileRecord[] {
  const file = fileURLToPath(new URL('../data/flights-200k.json', import.meta.resolve('vega-datasets')));
  const texts = readFileSync(file, 'utf8').match(/\{[^}]*\}/g) ?? [];
  if (texts.length !== flightCount) throw new Error(`${file} has ${texts.length} flights instead of ${flightCount}`);
  return texts.map((text, index) => ({
    topic: 0,
    partition: -1,
    offset: -1,
    timestamp: firstTimestamp + index * spacingMs,
    key: Buffer.from(/"distance":(\d+)/.exec(text)?.[1] ?? 'unknown'),
    value: Buffer.from(text),
    headers: [],
  }));
}
