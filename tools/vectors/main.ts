/**
 * `npm run vectors`: judges the codecs by vectors that Kafka's own classes made. Prints the first failures with their line
 * (counted from 1) and closes with `N passed, M failed` over all files. Exit code 1 where a line failed or a file could not
 * be judged.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseCommand } from '../parse-command.ts';
import { kindOfFile, kinds } from './kinds.ts';
import { readJsonLines } from './read-lines.ts';
import type { FileResult } from './run-file.ts';
import { runFile } from './run-file.ts';

const MAX_PRINTED = 20;
const USAGE = `Usage: npm run vectors -- [FILE.jsonl.gz …]

Without files: those in testdata/vectors. A file's name says of which kind it is, as it holds one of:
  ${kinds.map(({ name }) => name).join('\n  ')}
`;

function defaultFiles(): string[] {
  const folder = join(import.meta.dirname, '../../testdata/vectors');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl.gz'))
    .map((file) => join(folder, file));
}

/** npm runs scripts in the package's folder; INIT_CWD is where its user stands. */
function locate(path: string): string {
  const fromUser = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(path) ? path : fromUser;
}

/** Judges one file and answers its result, or a sentence about why it cannot be judged. */
function judge(path: string): FileResult | string {
  if (!existsSync(path)) return `${path} does not exist`;
  const kind = kindOfFile(path);
  if (kind === undefined) {
    const names = kinds.map(({ name }) => name).join(', ');
    return `${basename(path)} is of no kind that this runner knows; a file's name holds one of: ${names}`;
  }
  try {
    return runFile(kind, readJsonLines(path), path);
  } catch (error) {
    return `${path} does not hold lines of JSON: ${String(error)}`;
  }
}

const given = parseCommand(USAGE, { allowPositionals: true }).positionals.map(locate);
let passes = 0;
let failures = 0;
for (const path of given.length > 0 ? given : defaultFiles()) {
  const result = judge(path);
  if (typeof result === 'string') {
    console.error(result);
    process.exitCode = 1;
    continue;
  }
  for (const { line, what } of result.failures) {
    if (failures++ < MAX_PRINTED) console.log(`${basename(path)}:${line}: ${what}`);
  }
  passes += result.passed;
}
if (failures > 0) process.exitCode = 1;
console.log(`${passes} passed, ${failures} failed`);
