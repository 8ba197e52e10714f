/** The commands as processes: pipes, signals, exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { CliBroker, CliProcess } from './cli.testing.ts';

let broker: CliBroker;
let environment: Record<string, string>;
before(async () => {
  broker = await CliBroker.start();
  environment = { SAMSA_BOOTSTRAP: broker.bootstrap };
  await broker.output(['topic', 'create', 'lines']);
});
after(() => broker.stop());

test('a pipeline of produce and consume keeps every line, and a reader that goes away ends it quietly', async () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `line ${index}`).join('\n');
  const produce = new CliProcess(['produce', 'lines'], environment);
  produce.child.stdin?.end(lines);
  assert.deepEqual(await produce.ended, { code: 0, stdout: '', stderr: '' });

  const all = new CliProcess(['consume', 'lines', '--exit'], environment);
  assert.deepEqual(await all.ended, { code: 0, stdout: `${lines}\n`, stderr: '' });

  const head = new CliProcess(['consume', 'lines', '--from', 'beginning'], environment);
  head.child.stdout?.once('data', () => head.child.stdout?.destroy());
  const { code, stderr } = await head.ended;
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});

test('Ctrl-C ends consume in good order, with 130', async () => {
  const consume = new CliProcess(['consume', 'lines', '--group', 'g', '--from', 'beginning'], environment);
  await consume.prints('line 0\n');
  consume.child.kill('SIGINT');
  const { code, stderr } = await consume.ended;
  assert.deepEqual({ code, stderr }, { code: 130, stderr: '' });
  const described = JSON.parse(await broker.output(['group', 'describe', 'g', '--json'])) as [
    { state: string; partitions: { committed: number }[] },
  ];
  assert.equal(described[0].state, 'EMPTY');
  assert.ok((described[0].partitions[0]?.committed ?? 0) > 0);
});

test('the completion script for bash completes commands, options and choices', () => {
  const script = `
    source <("$1" "$2" completion bash)
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _samsa; echo "\${COMPREPLY[*]}"; }
    try samsa to
    try samsa topic cr
    try samsa consume --isol
    try samsa consume orders --isolation ''
    try samsa config get ''
    try samsa completion z
  `;
  const command = new URL('../../bin/samsa.mjs', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, command], { encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.deepEqual(stdout.trimEnd().split('\n'), [
    'top topic',
    'create',
    '--isolation',
    'read_committed read_uncommitted',
    'topic broker group client-metrics broker-logger',
    'zsh',
  ]);
});
