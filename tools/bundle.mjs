/**
 * The `samsa` command in one file, `dist/bundle/samsa.mjs`: a start from one file takes a third of the processor time
 * of one from hundreds, and less memory (docs/decisions/0001-toolchain.md). In a checkout it is made anew when a source
 * is not what it was. Plain JavaScript, since it runs before anything else does.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = `${root}src`;
const directory = `${root}dist/bundle`;
const bundle = `${directory}/samsa.mjs`;
const fingerprintFile = `${directory}/sources.txt`;

/** Makes the bundle where it is not of these sources; in a process of its own, so that a broker does not carry a bundler. */
export function ensureBundle() {
  if (readOrNull(fingerprintFile) === fingerprintOfSources()) return;
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

async function writeBundle() {
  const fingerprint = fingerprintOfSources();
  const { buildSync } = await import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [`${sources}/cli/main.ts`],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['source'],
    packages: 'external',
    logLevel: 'error',
  });
  mkdirSync(directory, { recursive: true });
  // Others may be starting at this moment: each file is there as a whole, and the fingerprint last.
  replace(bundle, outputFiles[0].contents);
  replace(fingerprintFile, fingerprint);
}

function replace(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Names, sizes and times of all sources: as sure as `make` is, in a few milliseconds. */
function fingerprintOfSources() {
  let fingerprint = '';
  for (const name of readdirSync(sources, { recursive: true }).sort()) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const { size, mtimeMs } = statSync(`${sources}/${name}`);
    fingerprint += `${name} ${size} ${mtimeMs}\n`;
  }
  return fingerprint;
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeBundle();
