/**
 * Generates what comes of the definitions in `src/protocol/messages/` and of `src/protocol/errors.table`. `--check`
 * writes nothing and fails where a file differs from what would be generated.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateProtocol, staleFiles } from './generate.ts';
import { PROTOCOL_FOLDER } from './load.ts';

const files = generateProtocol();
const stale = staleFiles(files);
if (process.argv.includes('--check')) {
  for (const file of stale) console.error(`src/protocol/${file} is out of date: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    const text = files.get(file);
    if (text === undefined) rmSync(join(PROTOCOL_FOLDER, file));
    else writeFileSync(join(PROTOCOL_FOLDER, file), text);
  }
  console.log(`${files.size} files, ${stale.length} written`);
}
