/**
 * Installs a checkout's dependencies when they are missing or other than the lockfile wants, with `npm ci`. Plain
 * JavaScript for Node.js 20: this runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export function ensureInstalled() {
  if (isInstalled()) return;
  const startedAt = Date.now();
  process.stderr.write('Installing the dependencies with npm ci ... ');
  const result = runNpm(['ci', '--loglevel=error', '--no-progress', '--no-audit', '--no-fund']);
  if (result.status !== 0) {
    process.stderr.write(`failed.\n${result.stderr}${result.error?.message ?? ''}\n`);
    process.exit(1);
  }
  process.stderr.write(`done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.\n`);
}

/** npm notes what it installed in `node_modules/.package-lock.json`; its age decides quickly, its contents surely. */
function isInstalled() {
  try {
    const wanted = `${root}package-lock.json`;
    const installed = `${root}node_modules/.package-lock.json`;
    if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true;
    return holdsAll(readPackages(installed), readPackages(wanted));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** Optional packages are for other systems, more often than not. */
function holdsAll(installed, wanted) {
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') || optional || link || installed[path]?.version === version,
  );
}

function runNpm(args) {
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return spawnSync(process.execPath, [npm, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}
