/**
 * `npm run check`: everything that judges the repository without running it. Each step says what it looks at and how
 * long it took; what a failed one printed follows it. All steps run, so that one run shows all there is to mend.
 */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to do about a failure. */
  readonly remedy: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const node = [process.execPath, '--conditions=source'] as const;

const steps: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], remedy: 'mend the types' },
  { name: 'build', command: ['tsc', '-p', 'tsconfig.build.json'], remedy: 'mend what the declarations need' },
  { name: 'lint', command: ['oxlint'], remedy: 'mend it; many are mended by: npx oxlint --fix' },
  { name: 'format', command: ['oxfmt', '--check', '.'], remedy: 'run: npx oxfmt' },
  { name: 'generated code', command: [...node, 'tools/codegen/main.ts', '--check'], remedy: 'run: npm run generate' },
  {
    name: 'reference pages',
    command: [...node, 'tools/reference/main.ts', '--check'],
    remedy: 'run: npm run generate',
  },
  { name: 'unused code', command: ['knip'], remedy: 'remove what nobody uses' },
  { name: 'package', command: ['publint', '--strict'], remedy: 'mend package.json' },
  {
    name: 'types of exports',
    command: ['attw', '--pack', '.', '--profile', 'esm-only', '--quiet'],
    remedy: 'mend package.json',
  },
];

process.exitCode = await check(steps);

async function check(all: readonly Step[]): Promise<number> {
  const startedAt = performance.now();
  const failed: Step[] = [];
  for (const step of all) {
    const before = performance.now();
    const { code, output } = await run(step.command);
    const seconds = ((performance.now() - before) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n`);
    if (code === 0) continue;
    process.stdout.write(`${output.trimEnd().replaceAll(/^/gm, '       ')}\n       ${step.remedy}\n`);
    failed.push(step);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const verdict = failed.length === 0 ? 'all is well' : `failed: ${failed.map(({ name }) => name).join(', ')}`;
  process.stdout.write(`\n${all.length} checks in ${seconds} s, ${verdict}\n`);
  return failed.length === 0 ? 0 : 1;
}

function run([program, ...args]: Step['command']): Promise<{ code: number; output: string }> {
  const env = {
    ...process.env,
    PATH: `${root}node_modules/.bin${delimiter}${process.env['PATH'] ?? ''}`,
    // The package is packed as it was just built.
    npm_config_ignore_scripts: 'true',
    FORCE_COLOR: '0',
  };
  const child = spawn(program, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
