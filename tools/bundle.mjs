/**
 * The `samsa` command in a few files, `dist/bundle/samsa.mjs` and its chunks: a start from a few files takes a third of
 * the processor time of one from hundreds, and less memory, and what a command does not need it does not load
 * (docs/decisions/0001-toolchain.md). In a checkout they are made anew when a source is not what it was. Plain
 * JavaScript, since it runs before anything else does.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = `${root}src`;
const directory = `${root}dist/bundle`;
const entry = 'samsa.mjs';
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
    entryPoints: { samsa: `${sources}/cli/main.ts` },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    write: false,
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['source'],
    packages: 'external',
    logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  mkdirSync(directory, { recursive: true });
  // Others may be starting at this moment: each file is there as a whole, chunks (named by their contents) before the
  // file that loads them, and the fingerprint last.
  for (const [name, contents] of files) if (name !== entry) replace(`${directory}/${name}`, contents);
  replace(`${directory}/${entry}`, files.get(entry));
  replace(fingerprintFile, fingerprint);
  removeOthers(files);
}

/** Chunks of earlier bundles, unless a process that has just begun may still want them. */
function removeOthers(files) {
  const before = Date.now() - 60_000;
  for (const name of readdirSync(directory)) {
    if (!name.endsWith('.mjs') || files.has(name)) continue;
    const { mtimeMs } = statSync(`${directory}/${name}`, { throwIfNoEntry: false }) ?? {
      mtimeMs: Number.POSITIVE_INFINITY,
    };
    if (mtimeMs < before) rmSync(`${directory}/${name}`, { force: true });
  }
}

function replace(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Names, sizes and times of all sources: as sure as `make` is, in a few milliseconds. */
export function fingerprintOfSources() {
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
