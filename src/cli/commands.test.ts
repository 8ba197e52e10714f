/** Commands against a broker, run in this process: what they print, and how they end. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { ShareConsumer, StreamsMember } from '#client';
import { CliBroker, runHere } from './cli.testing.ts';
import type { Ended } from './cli.testing.ts';

let broker: CliBroker;
before(async () => {
  broker = await CliBroker.start();
});
after(() => broker.stop());

let names = 0;
/** A topic that no other test has. */
async function newTopic(...options: readonly string[]): Promise<string> {
  const name = `topic-${++names}`;
  await broker.output(['topic', 'create', name, ...options]);
  return name;
}

function file(name: string, text: string): string {
  const path = join(broker.directory, name);
  writeFileSync(path, text);
  return path;
}

/** Nothing on standard output, one line on standard error. */
function assertRefused({ code, stdout, stderr }: Ended, exitCode: number, sentence: RegExp): void {
  assert.match(stderr, sentence);
  assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  assert.equal(stdout, '');
  assert.equal(code, exitCode);
}

describe('produce and consume', () => {
  test('each line becomes a record and comes out as it went in', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'hello\r\n\nwörld' });
    assert.equal(await broker.output(['consume', topic, '--exit']), 'hello\n\nwörld\n');
  });

  test('keys, headers and nulls go in by options and come out by a format', async () => {
    const topic = await newTopic();
    const options = ['-K', ':', '-H', 'a=1', '-H', 'a=2', '-Z', 'NULL'];
    await broker.output(['produce', topic, ...options], { stdin: 'k:v:w\nk:NULL\n' });
    const printed = await broker.output(['consume', topic, '-e', '-f', '%o %k=%s (%S) %h\\n']);
    assert.equal(printed, '0 k=v:w (3) a=1,a=2\n1 k= (-1) a=1,a=2\n');
    assert.equal(await broker.output(['consume', topic, '-e', '-K', '|', '-Z', '-']), 'k|v:w\nk|-\n');
  });

  test('what consume prints as JSON, produce reads to the same records', async () => {
    const [topic, copy] = [await newTopic(), await newTopic()];
    const bytes = Buffer.from([0xff, 0x00, 0x80]);
    const stdin = `${JSON.stringify({ key: 'k', valueBase64: bytes.toString('base64'), headers: [['h', null]], timestamp: 1000 })}\n`;
    await broker.output(['produce', topic, '--json'], { stdin });
    const printed = await broker.output(['consume', topic, '-e', '--json']);
    await broker.output(['produce', copy, '--json'], { stdin: printed });
    const copied = JSON.parse(await broker.output(['consume', copy, '-e', '--json'])) as Readonly<
      Record<string, unknown>
    >;
    assert.deepEqual<unknown>(copied, { ...(JSON.parse(printed) as object), topic: copy });
    assert.equal(copied['timestamp'], 1000);
  });

  test('bytes that are no text survive, with other delimiters, from files', async () => {
    const topic = await newTopic();
    const path = join(broker.directory, 'bytes');
    writeFileSync(path, Buffer.from([1, 0xfe, 0, 0x0a, 0x0d, 0]));
    await broker.output(['produce', topic, '-D', '\\0', path]);
    assert.equal(await broker.output(['consume', topic, '-e', '-f', '%S,']), '2,2,');
  });

  test('--from and --to choose by offset, by count from the end and by time', async () => {
    const topic = await newTopic();
    const stdin = [1000, 2000, 3000, 4000]
      .map((timestamp) => `${JSON.stringify({ value: timestamp, timestamp })}\n`)
      .join('');
    await broker.output(['produce', topic, '--json'], { stdin });
    const read = async (...options: readonly string[]): Promise<string> =>
      (await broker.output(['consume', topic, ...options])).trim().replaceAll('\n', ' ');
    assert.equal(await read('-e', '--from', '2'), '3000 4000');
    assert.equal(await read('-e', '--from', '-1'), '4000');
    assert.equal(await read('-e', '--from', '@1500'), '2000 3000 4000');
    assert.equal(await read('-e', '--from', '999'), '');
    assert.equal(await read('--to', '@3000'), '1000 2000');
    assert.equal(await read('--from', '1', '--to', '3'), '2000 3000');
    assert.equal(await read('--from', 'beginning', '--count', '3'), '1000 2000 3000');
    assert.equal(await read('-e', '--from', 'end'), '');
  });

  test('--partition reads and writes single partitions', async () => {
    const topic = await newTopic('-p', '3');
    for (const partition of ['0', '1', '2']) {
      await broker.output(['produce', topic, '-p', partition], { stdin: `in ${partition}\n` });
    }
    assert.equal(await broker.output(['consume', topic, '-e', '-p', '2']), 'in 2\n');
    const both = await broker.output(['consume', topic, '-e', '-p', '0,2']);
    assert.deepEqual(both.trim().split('\n').sort(), ['in 0', 'in 2']);
    assert.equal(await broker.output(['consume', topic, topic, '-e', '-p', '2']), 'in 2\n', 'named twice, read once');
    assertRefused(await broker.run(['consume', topic, '-p', '3']), 1, /has no partition 3: it has 3, from 0 to 2/);
  });

  test('a group goes on where it stopped, also after --count, and its lag says so', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'a\nb\nc\n' });
    const read = (...options: readonly string[]): Promise<string> =>
      broker.output(['consume', topic, '--group', 'readers', '--from', 'beginning', ...options]);
    assert.equal(await read('--count', '2'), 'a\nb\n');
    const [described] = JSON.parse(await broker.output(['group', 'describe', 'readers', '--json'])) as [
      { totalLag: number; state: string },
    ];
    assert.equal(described.totalLag, 1);
    assert.equal(described.state, 'EMPTY', 'the group was left');
    assert.equal(await read('--exit'), 'c\n');
    assert.equal(await read('--exit'), '');
    await broker.output(['produce', topic], { stdin: 'd\ne\n' });
    assert.equal(await read('--to', '4'), 'd\n');
    assert.equal(await read('--exit'), 'e\n', 'what --to left out is still to be read');
  });

  test('a new group with --exit begins at the beginning, where its configs say nothing else', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'a\nb\n' });
    const latest = ['-X', 'auto.offset.reset=latest'];
    assert.equal(await broker.output(['consume', topic, '--exit', '--group', 'at the end', ...latest]), '');
    assert.equal(await broker.output(['consume', topic, '--exit', '--group', 'new']), 'a\nb\n');
    assert.equal(await broker.output(['consume', topic, '--exit', '--group', 'new']), '');
  });

  test('Ctrl-C commits what was printed and ends with 130', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'a\nb\n' });
    const signals = new EventEmitter();
    const running = broker.run(['consume', topic, '--group', 'stopped', '--from', 'beginning'], { signals });
    await until(async () => (await groupMembers('stopped')) === 1);
    signals.emit('SIGINT', 'SIGINT');
    const { code, stdout } = await running;
    assert.equal(code, 130);
    const rest = await broker.output(['consume', topic, '--group', 'stopped', '--from', 'beginning', '--exit']);
    assert.equal(stdout + rest, 'a\nb\n');
    assert.equal(signals.listenerCount('SIGINT'), 0);
  });

  test('produce that is interrupted has sent what it had read', async () => {
    const topic = await newTopic();
    const signals = new EventEmitter();
    const stdin = new Readable({ read: () => undefined });
    const running = broker.run(['produce', topic], { stdin, signals });
    stdin.push('first\nhalf');
    await until(async () => (await broker.output(['consume', topic, '--exit'])) === 'first\n');
    signals.emit('SIGTERM', 'SIGTERM');
    assert.equal((await running).code, 143);
    assert.equal(await broker.output(['consume', topic, '--exit']), 'first\n');
  });

  test('on a terminal a summary goes to standard error, and --quiet leaves it out', async () => {
    const topic = await newTopic();
    const sent = await broker.run(['produce', topic], { stdin: 'a\n', terminal: 80 });
    assert.match(sent.stderr, /^Sent 1 record, 1 B, to topic-\d+ in /);
    assert.equal(sent.stdout, '');
    const quiet = await broker.run(['produce', topic, '-q'], { stdin: 'a\n', terminal: 80 });
    assert.equal(quiet.stderr, '');
  });

  test('a topic that does not exist is not made by reading it, and near names are offered', async () => {
    await broker.output(['topic', 'create', 'payments']);
    assertRefused(
      await broker.run(['consume', 'paymnets']),
      1,
      /^samsa: there is no topic paymnets; did you mean payments\?$/m,
    );
    assert.doesNotMatch(await broker.output(['topic', 'list']), /paymnets/);
  });

  test('a line that is no record stops with its number, and says what had been sent', async () => {
    const topic = await newTopic();
    const { code, stderr } = await broker.run(['produce', topic, '--json'], { stdin: '{"value":"a"}\n{"vlaue":1}\n' });
    assert.equal(code, 1);
    assert.match(stderr, /line 2 of standard input has a field vlaue/);
    const big = await broker.run(['produce', topic], { stdin: Buffer.alloc(2_000_000, 'x') });
    assertRefused(big, 1, /2000\d* bytes, more than maxRequestSize/);
  });

  test('of what had been sent before a wrong line it says exactly how much, so that the rest can follow', async () => {
    const topic = await newTopic();
    const lines = Array.from({ length: 50_000 }, (_, index) => `key:${index}\n`).join('');
    const stdin = Readable.from([Buffer.from(lines), Buffer.from('none\n')]);
    const { code, stderr } = await broker.run(['produce', topic, '--key-separator', ':'], { stdin });
    assert.equal(code, 1);
    assert.match(stderr, /^samsa: 50,000 records had been sent to topic-\d+ when this happened:\n.*line 50001/);
    assert.equal(await broker.output(['consume', topic, '--from', '-1', '--exit']), '49999\n');
  });
});

describe('import', () => {
  test('a CSV file becomes JSON records with keys and types, in the topic of its name', async () => {
    await broker.output(['topic', 'create', 'prices']);
    const path = file('prices.csv', 'id,price,note\n7,2.5,"a, b"\n8,,\n');
    await broker.output(['import', path, '--key', 'id', '--types', 'price=number']);
    assert.equal(
      await broker.output(['consume', 'prices', '-e', '-K', ' ']),
      '7 {"id":"7","price":2.5,"note":"a, b"}\n8 {"id":"8","price":null,"note":""}\n',
    );
  });

  test('--dry-run prints the first records and sends none', async () => {
    const topic = await newTopic();
    const path = file('events.json', '[{"id": 1}, {"id": 2}]');
    const { stdout, stderr, code } = await broker.run(['import', path, '-t', topic, '--key', 'id', '--dry-run']);
    assert.equal(stdout, '{"key":"1","value":"{\\"id\\":1}"}\n{"key":"2","value":"{\\"id\\":2}"}\n');
    assert.match(stderr, /2 records would be sent/);
    assert.equal(code, 0);
    assert.equal(await broker.output(['consume', topic, '-e']), '');
  });

  test('a mistake in the file names its line; a file that is none is a wrong command line', async () => {
    const topic = await newTopic();
    const path = file('bad.csv', 'a,b\n1,2\n3\n');
    const { code, stderr } = await broker.run(['import', path, '-t', topic]);
    assert.equal(code, 1);
    assert.match(stderr, /line 3 of .*bad.csv has 1 columns where the heading has 2/);
    assertRefused(await broker.run(['import', 'nowhere.csv']), 2, /nowhere.csv cannot be read \(ENOENT\)/);
    assertRefused(
      await broker.run(['import', path, '--key', 'c', '-t', topic]),
      2,
      /there is no column c, there are a, b/,
    );
    assertRefused(await broker.run(['import', '-', '-t', topic]), 2, /Say --format csv, json or jsonl/);
  });
});

describe('topics and configs', () => {
  test('topics are made, listed, described, altered and deleted', async () => {
    const topic = await newTopic('--partitions', '2', '--config', 'retention.ms=1000');
    assert.match(await broker.output(['topic', 'list']), new RegExp(`^${topic}\t2\t1\t0$`, 'm'));
    await broker.output(['topic', 'alter', topic, '-p', '3', '-c', 'retention.bytes=5', '-u', 'retention.ms']);
    const [described] = JSON.parse(await broker.output(['topic', 'describe', topic, '--json'])) as [
      { configs: object; partitions: { leader: number; isr: number[]; start: number; end: number; bytes: number }[] },
    ];
    assert.deepEqual(described.configs, { 'retention.bytes': '5' });
    assert.equal(described.partitions.length, 3);
    assert.deepEqual(
      { ...described.partitions[0] },
      { ...described.partitions[0], leader: 1, isr: [1], start: 0, end: 0, bytes: 0 },
    );
    await broker.output(['topic', 'delete', topic]);
    assertRefused(await broker.run(['topic', 'describe', topic]), 1, /there is no topic/);
  });

  test('what is there, or is not there any more, fails unless that is fine', async () => {
    const topic = await newTopic();
    assertRefused(await broker.run(['topic', 'create', topic]), 1, /already exists/);
    assert.equal((await broker.run(['topic', 'create', topic, '--if-not-exists'])).code, 0);
    assertRefused(await broker.run(['topic', 'delete', 'gone-for-good']), 1, /there is no topic gone-for-good/);
    assert.equal((await broker.run(['topic', 'delete', 'gone-for-good', '--if-exists'])).code, 0);
    const both = await broker.run(['topic', 'create', topic, 'in valid', '--if-not-exists']);
    assertRefused(both, 1, /in valid/);
  });

  test('on a terminal a list is a table that fits, for programs JSON', async () => {
    const topic = await newTopic();
    const { stdout } = await broker.run(['topic', 'list', topic], { terminal: 80 });
    assert.match(stdout, /^.\[1mTOPIC +PARTITIONS +REPLICAS +UNDER-REPLICATED.\[0m\n/);
    const listed = JSON.parse(await broker.output(['topic', 'list', topic, '--json'])) as { topic: string }[];
    assert.equal(listed[0]?.topic, topic);
  });

  test('configs are set, added to, read and unset', async () => {
    const topic = await newTopic();
    await broker.output(['config', 'set', 'topic', topic, 'retention.ms=5000', 'cleanup.policy=delete']);
    await broker.output(['config', 'set', 'topic', topic, 'cleanup.policy+=compact']);
    const read = await broker.output(['config', 'get', 'topic', topic]);
    assert.equal(read, 'cleanup.policy\tdelete,compact\tdynamic topic\nretention.ms\t5000\tdynamic topic\n');
    await broker.output(['config', 'unset', 'topic', topic, 'cleanup.policy', 'retention.ms']);
    assert.equal(await broker.output(['config', 'get', 'topic', topic]), '');
    assert.match(
      await broker.output(['config', 'get', 'topic', topic, 'retention.ms']),
      /^retention.ms\t604800000\tdefault/,
    );
    assertRefused(await broker.run(['config', 'get', 'topic', topic, 'retention.m']), 2, /did you mean retention.ms\?/);
    assertRefused(await broker.run(['config', 'set', 'topic', topic, 'retention.ms=x']), 1, /retention\.ms/);
  });

  test('cluster describe tells of the brokers', async () => {
    const cluster = JSON.parse(await broker.output(['cluster', 'describe', '--json'])) as {
      brokers: { id: number; port: number }[];
    };
    assert.equal(`127.0.0.1:${cluster.brokers[0]?.port}`, broker.bootstrap);
    assert.match(await broker.output(['cluster', 'describe']), /^ID +HOST +PORT +RACK$/m);
  });
});

describe('groups', () => {
  test('reset shows what would become, and sets it with --execute', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'a\nb\nc\nd\n' });
    const reset = (...options: readonly string[]): Promise<string> =>
      broker.output(['group', 'reset', 'mover', ...options]);
    assert.equal(await reset('--topic', topic, '--to-latest'), `${topic}\t0\t-\t4\n`);
    assertRefused(await broker.run(['group', 'describe', 'mover']), 1, /there is no group mover/);
    assert.equal(await reset('--topic', `${topic}:0`, '--to-offset', '3', '--execute'), `${topic}\t0\t-\t3\n`);
    assert.equal(await reset('--all-topics', '--shift-by', '-2', '--execute'), `${topic}\t0\t3\t1\n`);
    assert.equal(await reset('--all-topics', '--to-current'), `${topic}\t0\t1\t1\n`);
    const other = await newTopic();
    await broker.output(['produce', other], { stdin: 'a\nb\n' });
    assert.equal(await reset('--topic', other, '--to-current'), `${other}\t0\t-\t2\n`, 'nothing is committed');
    const shifted = await broker.run(['group', 'reset', 'mover', '--topic', other, '--shift-by', '1']);
    assertRefused(shifted, 1, /committed nothing for topic-\d+-0 that --shift-by could move/);
    assert.equal(await broker.output(['consume', topic, '--group', 'mover', '--exit']), 'b\nc\nd\n');
    assert.equal(
      await reset('--all-topics', '--to-offset', '99'),
      `${topic}\t0\t4\t4\n`,
      'the end is as far as it goes',
    );
    assert.equal(await reset('--all-topics', '--by-duration', '1h'), `${topic}\t0\t4\t0\n`);
    await broker.output(['group', 'delete', 'mover']);
    assert.doesNotMatch(await broker.output(['group', 'list']), /mover/);
  });

  test('a reset that says too little or too much is refused', async () => {
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [['--topic', 'x'], /Say where to|say where to/],
      [['--topic', 'x', '--to-latest', '--to-earliest'], /say where to, with one of/],
      [['--to-latest'], /say which partitions/],
      [['--topic', 'x', '--all-topics', '--to-latest'], /say which partitions/],
      [['--topic', 'x', '--to-latest', '--execute', '--dry-run'], /contradict each other/],
    ];
    for (const [options, sentence] of refusals) {
      assertRefused(await broker.run(['group', 'reset', 'g', ...options]), 2, sentence);
    }
  });

  test('groups of streams and share groups are described too', async () => {
    const topic = await newTopic('-p', '2');
    await broker.output(['produce', topic], { stdin: 'a\n' });
    const { bootstrap: bootstrapServers } = broker;
    const share = new ShareConsumer({ bootstrapServers, groupId: 'sharing' });
    share.subscribe([topic]);
    const polling = share.poll(100);
    const none = {
      repartitionSinkTopics: [],
      repartitionSourceTopics: [],
      stateChangelogTopics: [],
      copartitionGroups: [],
    };
    const streams = new StreamsMember({
      bootstrapServers,
      groupId: 'streaming',
      processId: 'p',
      rebalanceTimeoutMs: 1000,
      topology: { epoch: 0, subtopologies: [{ subtopologyId: '0', sourceTopics: [topic], ...none }] },
      listener: {
        onTasksRevoked: () => Promise.resolve(),
        onTasksAssigned: () => Promise.resolve(),
        onTasksLost: () => Promise.resolve(),
        onStatus: () => undefined,
        onEndpoints: () => undefined,
        onFatal: (error) => assert.fail(error),
      },
    });
    streams.start();
    for (const group of ['streaming', 'sharing']) {
      await until(async () => (await groupMembers(group)) === 1);
      const text = await broker.output(['group', 'describe', group]);
      assert.match(text, new RegExp(`^State +stable, ${group === 'sharing' ? 'share' : 'streams'}$`, 'm'));
      assert.match(text, new RegExp(`^${topic} +1 .* 127\\.0\\.0\\.1$`, 'm'));
    }
    await polling;
    await Promise.all([share.close(), streams.close({ timeoutMs: 1000 })]);
    assertRefused(await broker.run(['group', 'describe', 'streamin']), 1, /no group streamin; did you mean streaming/);
  });

  test('a group with members is described with them, and is not reset', async () => {
    const topic = await newTopic();
    await broker.output(['produce', topic], { stdin: 'a\n' });
    const signals = new EventEmitter();
    const running = broker.run(['consume', topic, '--group', 'busy', '--from', 'beginning'], { signals });
    await until(async () => (await groupMembers('busy')) === 1);
    const text = await broker.output(['group', 'describe', 'busy']);
    assert.match(text, /^State +stable, classic, /m);
    assert.match(text, new RegExp(`^${topic} +0 .* samsa-cli-.* 127\\.0\\.0\\.1$`, 'm'));
    const reset = ['group', 'reset', 'busy', '--topic', topic, '--to-latest', '--execute'];
    assertRefused(await broker.run(reset), 1, /has 1 member, who would commit over it/);
    signals.emit('SIGINT', 'SIGINT');
    await running;
  });
});

describe('any command', () => {
  test('where nobody answers it says so at once, and what to do', async () => {
    const { code, stderr } = await runHere(['topic', 'list', '-b', '127.0.0.1:1']);
    assert.match(
      stderr,
      /^samsa: no broker answers at 127\.0\.0\.1:1 \(connection refused\): start one with samsa start/,
    );
    assert.equal(code, 1);
  });

  test('a wrong command line is told in one line, with the word that was meant', async () => {
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [['topci'], /unknown command 'topci' \(Did you mean topic\?\)/],
      [['topic', 'lst'], /unknown command 'lst' \(Did you mean list\?\)/],
      [['produce'], /missing required argument 'topic'/],
      [['consume', 't', '--form', 'end'], /unknown option '--form' \(Did you mean --from\?\)/],
      [['consume', 't', '--from', 'never'], /It must be beginning, end, committed/],
      [['consume', 't', '--group', 'g', '--from', '-5'], /the committed offsets say where to go on/],
      [['consume', 't', '--group', 'g', '-p', '1'], /leave --partition out/],
      [['consume', 't', '--to', 'end', '--exit'], /--exit is --to end/],
      [['consume', 't', '-f', '%q'], /the format has %q, which stands for nothing/],
      [['produce', 't', 'no-file'], /no-file cannot be read \(ENOENT\)/],
      [
        ['consume', 't', '-X', 'fetch.max.byte=1'],
        /there is no config of a consumer with that name; did you mean fetch.max.bytes\?/,
      ],
      [['topic', 'list', '-X', 'request.timeout.ms=soon'], /invalid value soon for configuration request.timeout.ms/],
      [['topic', 'list', '-F', 'no.properties'], /no.properties cannot be read \(ENOENT\)/],
      [['topic', 'list', '-b', 'http://x/'], /is not of the form host:port/],
      [['config', 'get', 'tpoic', 'x'], /Allowed choices are topic, broker/],
      [['quota', 'set', 'a=1'], /say whose: --user/],
      [['acl', 'remove'], /say which/],
      [['acl', 'add', '--topic', 't', '--allow-principal', 'alice'], /must be of the form User:alice/],
      [['txn', 'abort'], /say which: its transactional id/],
    ];
    for (const [args, sentence] of refusals) assertRefused(await broker.run(args), 2, sentence);
  });

  test('a properties file says where the cluster is; what is meant for others in it is passed over', async () => {
    const path = file('client.properties', `bootstrap.servers=${broker.bootstrap}\nkey.deserializer=x.Y\ngroup.id=g\n`);
    const { code, stderr } = await runHere(['topic', 'list', '--config', path]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { code: byEnvironment } = await runHere(['topic', 'list'], { environment: { SAMSA_CONFIG: path } });
    assert.equal(byEnvironment, 0);
  });

  test('what the broker has not switched on is a failure with a name', async () => {
    assertRefused(await broker.run(['acl', 'list']), 1, /no Authorizer is configured/);
  });
});

describe('bench', () => {
  test('produce and consume tell rates, latencies and what they counted', async () => {
    const topic = await newTopic('-p', '2');
    const sent = JSON.parse(await broker.output(['bench', 'produce', topic, '-n', '2k', '-s', '10', '--json'])) as {
      records: number;
      bytes: number;
      latency: { p50Ms: number; p99Ms: number; maxMs: number };
    };
    assert.equal(sent.records, 2000);
    assert.equal(sent.bytes, 20_000);
    assert.ok(
      sent.latency.p50Ms > 0 && sent.latency.p50Ms <= sent.latency.p99Ms && sent.latency.p99Ms <= sent.latency.maxMs,
    );
    const read = JSON.parse(await broker.output(['bench', 'consume', topic, '--json'])) as { records: number };
    assert.equal(read.records, 2001, 'the one that warms up included');
    const some = JSON.parse(await broker.output(['bench', 'consume', topic, '-n', '100', '--json'])) as {
      records: number;
    };
    assert.equal(some.records, 100);
  });
});

const DEADLINE_MS = 30_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await condition())) assert.ok(performance.now() < deadline, 'it came true in time');
}

/** How many have partitions. */
async function groupMembers(group: string): Promise<number> {
  const { code, stdout } = await broker.run(['group', 'describe', group, '--json']);
  if (code !== 0) return 0;
  const [described] = JSON.parse(stdout) as [{ state: string; members: { partitions: string[] }[] }];
  return described.state === 'STABLE' ? described.members.filter(({ partitions }) => partitions.length > 0).length : 0;
}
