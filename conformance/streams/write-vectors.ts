/**
 * Writes testdata/vectors/streams-grown.jsonl.gz anew: the cases that once showed a difference (found.jsonl, the smallest of
 * each) and a few hundred that grow from seeds, some with names of all kinds, with what Kafka makes of them; and streams-headers.jsonl.gz, of cases whose
 * stores keep headers.
 *
 *   node --conditions=source conformance/streams/write-vectors.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isRefusedTooEarly } from '../../tools/vectors/streams/deviations.ts';
import { runCase, type StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { namingCase, storeFormatCase } from './cases.ts';
import { ask, caseOf, type Cases } from './fuzz.ts';
import { headersCase } from './header-cases.ts';
import { Oracle } from './oracle.ts';

const FIRST_SEED = 1_000_000;
const GROWN = 250;
const WITH_NAMES = 80;
const WITH_HEADERS = 60;
/** On the disk, which takes a while. */
const WITH_FORMAT = 10;

interface NamedCase {
  readonly name: string;
  readonly given: StreamsCase;
}

function grown(name: string, count: number, cases?: Cases): NamedCase[] {
  const seeds = Array.from({ length: count }, (_, index) => FIRST_SEED + index);
  return seeds.map((seed) => ({ name: `${name}-${seed}`, given: caseOf(seed, cases) }));
}

function found(): NamedCase[] {
  const lines = readFileSync(join(import.meta.dirname, 'found.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line, index) => ({ name: `found-${index}`, given: JSON.parse(line) as StreamsCase }));
}

/** Where Kafka takes what is refused here (deviations.ts) there is nothing to compare. */
function isRefused(given: StreamsCase): boolean {
  try {
    runCase({ ...given, input: [] });
    return false;
  } catch (error) {
    return isRefusedTooEarly(given, error);
  }
}

await using oracle = await Oracle.start((line) => console.error(line));

async function write(file: string, cases: readonly NamedCase[]): Promise<void> {
  const lines = await Promise.all(
    cases.map(async ({ name, given }) => {
      const answer = await ask(oracle, given);
      return 'refused' in answer || isRefused(given) ? [] : [`${JSON.stringify({ name, ...given, ...answer })}\n`];
    }),
  );
  writeFileSync(
    join(import.meta.dirname, '../../testdata/vectors', file),
    gzipSync(lines.flat().join(''), { level: 9 }),
  );
  console.error(`${lines.flat().length} cases in ${file}`);
}

await write('streams-grown.jsonl.gz', [...found(), ...grown('seed', GROWN), ...grown('names', WITH_NAMES, namingCase)]);
await write('streams-headers.jsonl.gz', [
  ...grown('headers', WITH_HEADERS, headersCase),
  ...grown('format', WITH_FORMAT, storeFormatCase),
]);
