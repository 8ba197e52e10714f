/**
 * The package as users get it, `dist/`, made anew where it is not of these sources: for a script in the checkout that
 * imports `samsa/client` as one elsewhere does. Plain JavaScript for Node.js 20.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fingerprintOfSources } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const fingerprintFile = `${root}dist/sources.txt`;

/** @param {string} node which Node.js compiles */
export function ensureBuilt(node) {
  const fingerprint = fingerprintOfSources();
  if (readOrNull(fingerprintFile) === fingerprint) return;
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  const { status } = spawnSync(node, [compiler, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  writeFileSync(fingerprintFile, fingerprint);
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
