/**
 * What `npm test` gives to `node --test`, as JSON: options as they came, and instead of the test files that are meant
 * (all, or those of globs) the modules that run them in groups.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { writeGroups } from './group-modules.ts';
import { groupsOf, unknownLongFiles } from './groups.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ALL = ['src', 'tools', 'bench', 'conformance', 'examples'].map((folder) => `${folder}/**/*.test.ts`);

try {
  process.stdout.write(JSON.stringify(argumentsOf(process.argv.slice(2), availableParallelism())));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

function argumentsOf(given: readonly string[], processes: number): string[] {
  const { options, files } = parse(given);
  const groups = groupsOf(files, processes);
  const reporter = options.some((option) => option.startsWith('--test-reporter'))
    ? []
    : [`--test-reporter=${new URL('reporter.ts', import.meta.url).href}`];
  return [`--test-concurrency=${processes}`, ...reporter, ...options, ...writeGroups(groups)];
}

/** A word without files is the value of the option before it, and otherwise a mistake. */
function parse(given: readonly string[]): { options: string[]; files: string[] } {
  const options: string[] = [];
  const files = new Set<string>();
  let hasPattern = false;
  for (const [index, word] of given.entries()) {
    const found = word.startsWith('-') ? [] : testFiles([word]);
    if (found.length === 0 && !word.startsWith('-') && given[index - 1]?.startsWith('-') !== true) {
      throw new Error(`No test file matches ${word}: give paths or globs from the root, as 'src/log/**/*.test.ts'.`);
    }
    if (found.length === 0) options.push(word);
    for (const file of found) files.add(file);
    hasPattern ||= found.length > 0;
  }
  if (hasPattern) return { options, files: [...files] };
  const all = testFiles(ALL);
  const unknown = unknownLongFiles(all);
  if (unknown.length > 0) throw new Error(`tools/test/groups.ts names ${unknown.join(', ')}: take it out, or mend it.`);
  return { options, files: all };
}

function testFiles(patterns: readonly string[]): string[] {
  const found = globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' });
  return found.map((path) => path.replaceAll('\\', '/')).filter((path) => path.endsWith('.ts'));
}
