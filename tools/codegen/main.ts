/**
 * Generates what comes of the definitions in `src/protocol/messages/` and of `src/protocol/errors.table`. `--check`
 * writes nothing and fails where a file differs from what would be generated, or a definition from the facts about
 * Kafka's messages, where those are at hand (`--facts FOLDER`).
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWithFacts, FACTS_FOLDER } from './check-facts.ts';
import { generateProtocol, staleFiles } from './generate.ts';
import { PROTOCOL_FOLDER } from './load.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, facts: { type: 'string', default: FACTS_FOLDER } },
});
const files = generateProtocol();
const stale = staleFiles(files);
if (values.check) {
  const problems = stale.map((file) => `src/protocol/${file} is out of date: run \`npm run generate\``);
  if (existsSync(values.facts)) problems.push(...compareWithFacts(values.facts));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    const text = files.get(file);
    if (text === undefined) rmSync(join(PROTOCOL_FOLDER, file));
    else writeFileSync(join(PROTOCOL_FOLDER, file), text);
  }
  console.log(`${files.size} files, ${stale.length} written`);
}
