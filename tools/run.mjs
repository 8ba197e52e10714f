/**
 * What `npm start`, `npm test` and the other scripts of package.json call: installs what is missing, finds a Node.js
 * that is new enough, and runs the command with it. Plain JavaScript for Node.js 20.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findNode, isNewEnough, nodeIsTooOld, runInForeground, whenParentIsGone } from '../bin/runtime.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const fromSource = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
const soaks = [
  'src/broker/simulated-broker.test.ts',
  'src/log/cleaner/compaction-crash.test.ts',
  'src/log/kill-loop.test.ts',
  'src/log/log-crash.test.ts',
  'src/registry/node/registry-faults.test.ts',
  'src/streams/simulation/simulation.test.ts',
  'src/streams/stores/disk/kill-loop.test.ts',
];

const commands = {
  node: (args) => args,
  example: ([name, ...args]) => [`examples/${name}/main.ts`, ...args],
  start: (args) => ['bin/samsa.mjs', 'start', ...args],
  test: (args, node) => [...fromSource, '--test', ...testArguments(args, node)],
  soak: () => [...fromSource, '--test', '--test-concurrency=1', ...soaks],
  check: (args) => [...fromSource, 'tools/check.ts', ...args],
  generate: (args) => [...fromSource, 'tools/generate.ts', ...args],
  vectors: (args) => [...fromSource, 'tools/vectors/main.ts', ...args],
  sim: (args) => [...fromSource, 'tools/simulate.ts', ...args],
  faults: (args) => [...fromSource, 'conformance/faults/main.ts', ...args],
  conformance: (args) => [...fromSource, 'conformance/main.ts', ...args],
  bench: (args) => [...fromSource, 'bench/main.ts', ...args],
};

await main(process.argv[2], process.argv.slice(3));

async function main(name, args) {
  if (!Object.hasOwn(commands, name)) {
    return fail(`No command ${name}: there are ${Object.keys(commands).join(', ')}.`);
  }
  ensureInstalled();
  const node = findNode();
  if (node === null) return fail(nodeIsTooOld());
  if (name === 'start' && isNewEnough) return startHere(args);
  if (name === 'example' && !isExample(args[0])) return fail(`npm run example -- NAME: ${examples().join(', ')}`);
  if (name === 'node' || name === 'example') ensureBuilt(node);
  if (name === 'soak') process.env.SAMSA_SOAK = 'true';
  process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/node`;
  runInForeground(node, commands[name](args, node), { cwd: name === 'node' ? (process.env.INIT_CWD ?? root) : root });
}

/** Folders of `examples/`. */
function examples() {
  const found = readdirSync(`${root}examples`, { withFileTypes: true });
  return found.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function isExample(name) {
  return name !== undefined && examples().includes(name);
}

/** The tests share processes, and only a newer Node.js than this one may know how. */
function testArguments(args, node) {
  const planned = spawnSync(node, [...fromSource, 'tools/test/arguments.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (planned.status !== 0) process.exit(1);
  return JSON.parse(planned.stdout);
}

/** The broker in this very process: no second one to start and to pass signals on to. */
async function startHere(args) {
  whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
  process.argv = [process.execPath, fileURLToPath(new URL('../bin/samsa.mjs', import.meta.url)), 'start', ...args];
  await import('../bin/samsa.mjs');
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
