/**
 * Writes testdata/vectors/streams-grown.jsonl.gz anew: the cases that once showed a difference (found.jsonl, the smallest of
 * each) and a few hundred that grow from seeds, with what Kafka makes of them.
 *
 *   node --conditions=source conformance/streams/write-vectors.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { ask, caseOf } from './fuzz.ts';
import { Oracle } from './oracle.ts';

const FIRST_SEED = 1_000_000;
const GROWN = 250;

function namedCases(): { readonly name: string; readonly given: StreamsCase }[] {
  const found = readFileSync(join(import.meta.dirname, 'found.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const grown = Array.from({ length: GROWN }, (_, index) => FIRST_SEED + index);
  return [
    ...found.map((line, index) => ({ name: `found-${index}`, given: JSON.parse(line) as StreamsCase })),
    ...grown.map((seed) => ({ name: `seed-${seed}`, given: caseOf(seed) })),
  ];
}

await using oracle = await Oracle.start((line) => console.error(line));
const lines = await Promise.all(
  namedCases().map(async ({ name, given }) => {
    const answer = await ask(oracle, given);
    return 'refused' in answer ? [] : [`${JSON.stringify({ name, ...given, ...answer })}\n`];
  }),
);
const file = join(import.meta.dirname, '../../testdata/vectors/streams-grown.jsonl.gz');
writeFileSync(file, gzipSync(lines.flat().join(''), { level: 9 }));
console.error(`${lines.flat().length} cases in ${file}`);
