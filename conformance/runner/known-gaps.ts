/**
 * The checks that Samsa is known to fail, by name, in `known-gaps.json`, each with the reason. The list may only shrink: a
 * check that stands there and passes is a failure too, until its line is removed.
 */
import { readFileSync } from 'node:fs';

const file = new URL('../known-gaps.json', import.meta.url);

export function knownGaps(): ReadonlyMap<string, string> {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
}
