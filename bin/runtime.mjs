/**
 * Which Node.js runs Samsa, in plain JavaScript that Node.js 20 understands: the one at hand where it is new enough,
 * else the one that the private `runtime` workspace brings into a checkout (docs/decisions/0001-toolchain.md).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Type stripping and `module.registerHooks` are stable from this major version on. */
const oldestMajor = 24;

export const isNewEnough = Number.parseInt(process.versions.node, 10) >= oldestMajor;

/** The path of a Node.js that can run Samsa, or null where this machine has none. */
export function findNode() {
  if (isNewEnough) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of ['node_modules/.bin/', `node_modules/node-${process.platform}-${process.arch}/bin/`]) {
    const path = fileURLToPath(new URL(`../${folder}${name}`, import.meta.url));
    if (existsSync(path)) return path;
  }
  return null;
}

/** What to tell someone for whom `findNode` found nothing. */
export function nodeIsTooOld() {
  return `Samsa needs Node.js ${oldestMajor} or newer and this is ${process.versions.node}: install a newer one from https://nodejs.org and run the same command again.`;
}

/**
 * Runs `node` with the arguments in the foreground and ends this process the way the child ended. A terminal sends
 * Ctrl-C to both; without a terminal the signal is passed on.
 */
export function runInForeground(node, args, options = {}) {
  const child = spawn(node, args, { stdio: 'inherit', ...options });
  whenParentIsGone(() => child.kill('SIGTERM'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  child.on('error', (error) => {
    process.stderr.write(`${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * npm runs a script in a shell, and a SIGTERM for npm ends that shell without a word to what runs in it: only the
 * parent that is gone tells of it.
 */
export function whenParentIsGone(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 200);
  timer.unref();
}
