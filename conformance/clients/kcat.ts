/** kcat, which is a command line program and not a library: here each command of the protocol is a run of it. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Arguments, CommandName, Reply } from '../runner/commands.ts';
import { RecordFile, readRecords, writeRecords } from '../runner/record-file.ts';
import type { FileRecord, Header } from '../runner/record-file.ts';
import { defaultDeadlineMs, within } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';
import { runBinary, runOrThrow } from '../runner/tools.ts';

/** Lengths come before the bytes, so that neither a newline nor anything else in them matters; −1 is null. */
const format = '%p %o %T %K %S %h\\n%k%s\\n';

/** kcat leaves when its last fetch returns, which at the end of a log takes this long. */
const quickFetch: readonly string[] = ['-X', 'fetch.wait.max.ms=50'];

type Runner = { readonly [N in CommandName]?: (command: Arguments<N>) => Promise<Reply<N>> };

export class KcatSession implements Session {
  readonly version: string;
  readonly #program: string;
  readonly #bootstrap: string;
  readonly #directory: string = mkdtempSync(join(tmpdir(), 'samsa-kcat-'));
  #member: KcatMember | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(program: string, version: string, bootstrap: string) {
    this.#program = program;
    this.version = version;
    this.#bootstrap = bootstrap;
  }

  get isOpen(): boolean {
    return true;
  }

  get assigned(): readonly number[] {
    return this.#member?.assigned ?? [];
  }

  call<N extends CommandName>(
    name: N,
    command: Arguments<N>,
    deadlineMs: number = defaultDeadlineMs,
  ): Promise<Reply<N>> {
    const runner: Runner = {
      listTopics: () => this.#listTopics(),
      describeTopic: (wanted) => this.#describeTopic(wanted),
      listOffsets: (wanted) => this.#listOffsets(wanted),
      produce: (wanted) => this.#produce(wanted),
      consume: (wanted) => this.#consume(wanted, deadlineMs),
      consumeGroup: (wanted) => this.#consumeGroup(wanted),
      join: (wanted) => this.#join(wanted),
      leave: () => this.#leave(),
    };
    const work = runner[name];
    if (work === undefined) return Promise.reject(new Error(`kcat has nothing for ${name}`));
    const turn = this.#queue.then(() => work(command));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  kill(): void {
    this.#member?.process.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.kill();
    await this.#member?.closed;
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #command(...more: readonly string[]): string[] {
    return [this.#program, '-b', this.#bootstrap, '-m', '30', ...more];
  }

  async #metadata(...more: string[]): Promise<Metadata> {
    return JSON.parse(await runOrThrow(this.#command('-L', '-J', ...more))) as Metadata;
  }

  async #listTopics(): Promise<Reply<'listTopics'>> {
    const { topics } = await this.#metadata();
    return { topics: topics.map(({ topic }) => topic) };
  }

  async #describeTopic({ topic }: Arguments<'describeTopic'>): Promise<Reply<'describeTopic'>> {
    const { topics } = await this.#metadata('-t', topic);
    const described = topics.find((found) => found.topic === topic);
    if (described?.error !== undefined) throw new Error(described.error);
    return { partitions: described?.partitions.length ?? 0 };
  }

  async #listOffsets({ topic, at }: Arguments<'listOffsets'>): Promise<Reply<'listOffsets'>> {
    const timestamp = typeof at === 'number' ? at : at === 'earliest' ? -2 : -1;
    const { partitions } = await this.#describeTopic({ topic });
    const queries = Array.from({ length: partitions }, (_, partition) => ['-t', `${topic}:${partition}:${timestamp}`]);
    const output = await runOrThrow(this.#command('-Q', ...queries.flat()));
    const offsets: Record<string, number> = {};
    for (const [, partition = '', offset] of output.matchAll(/\[(\d+)\] offset (-?\d+)/g))
      offsets[partition] = Number(offset);
    return { offsets };
  }

  async #produce({ topic, codec, file }: Arguments<'produce'>): Promise<Reply<'produce'>> {
    const records = readRecords(file);
    const properties = [
      'enable.idempotence=true',
      'queue.buffering.max.messages=300000',
      'topic.partitioner=murmur2_random',
    ];
    const options = properties.flatMap((property) => ['-X', property]);
    const common = this.#command('-P', '-t', topic, '-z', codec, '-K', '\\t', ...options);
    const isPlain = records.every(
      (record) => record.partition < 0 && record.headers.length === 0 && record.key !== null,
    );
    if (isPlain) await this.#produceLines(common, records);
    else for (const record of records) await this.#produceLines([...common, ...saidOnce(record)], [record]);
    return { count: records.length };
  }

  async #produceLines(command: readonly string[], records: readonly FileRecord[]): Promise<void> {
    const input = join(this.#directory, 'lines');
    const text = (bytes: Buffer | null): string => bytes?.toString() ?? '';
    writeFileSync(input, records.map(({ key, value }) => `${text(key)}\t${text(value)}\n`).join(''));
    await runOrThrow([...command, '-l', input]);
  }

  async #consume({ topics, file, from }: Arguments<'consume'>, deadlineMs: number): Promise<Reply<'consume'>> {
    const parts: FileRecord[][] = [];
    for (const [index, topic] of topics.entries()) {
      const starts =
        from === undefined
          ? [['-o', 'beginning']]
          : Object.entries(from).map(([partition, offset]) => ['-p', partition, '-o', String(offset)]);
      for (const start of starts) parts.push(await this.#read(index, ['-C', '-t', topic, '-e', ...start], deadlineMs));
    }
    const records = parts.flat();
    writeRecords(file, records);
    return { count: records.length };
  }

  async #consumeGroup({ group, topic, file, max }: Arguments<'consumeGroup'>): Promise<Reply<'consumeGroup'>> {
    const mode = ['-X', 'auto.offset.reset=earliest', '-c', String(max), '-G', group, topic];
    const records = await this.#read(0, mode, defaultDeadlineMs);
    writeRecords(file, records);
    return { count: records.length };
  }

  /** What kcat prints with `mode`, as records. Their headers need a second run, as only kcat's JSON says them exactly. */
  async #read(topic: number, mode: readonly string[], deadlineMs: number): Promise<FileRecord[]> {
    const output = await runBinary(this.#command('-q', ...quickFetch, '-f', format, ...mode), { deadlineMs });
    const { records, withHeaders } = parse(output, topic);
    if (!withHeaders) return records;
    const lines = (await runOrThrow(this.#command('-q', ...quickFetch, '-J', ...mode), { deadlineMs }))
      .split('\n')
      .filter((line) => line !== '');
    const headers = new Map(lines.map((line) => jsonHeaders(line)));
    return records.map((record) => ({ ...record, headers: headers.get(`${record.partition}:${record.offset}`) ?? [] }));
  }

  async #join(command: Arguments<'join'>): Promise<Reply<'join'>> {
    const limits = [
      `session.timeout.ms=${command.sessionTimeoutMs}`,
      `heartbeat.interval.ms=${command.heartbeatIntervalMs}`,
    ];
    const properties = [
      ...limits,
      'auto.offset.reset=earliest',
      'auto.commit.interval.ms=100',
      'fetch.wait.max.ms=100',
    ];
    const options = properties.flatMap((property) => ['-X', property]);
    this.#member = new KcatMember(
      this.#command('-u', '-f', format, ...options, '-G', command.group, command.topic),
      command.file,
    );
    return {};
  }

  async #leave(): Promise<Reply<'leave'>> {
    if (this.#member === undefined) throw new Error('leave without join');
    return { count: await this.#member.leave() };
  }
}

/** What kcat is told about a record on its command line, for all records of a run: partition, headers, that empty means null. */
function saidOnce({ partition, key, value, headers }: FileRecord): string[] {
  const tags = headers.flatMap((header) => [
    '-H',
    header.value === null ? String(header.name) : `${String(header.name)}=${String(header.value)}`,
  ]);
  return [
    ...(partition < 0 ? [] : ['-p', String(partition)]),
    ...(key === null || value === null ? ['-Z'] : []),
    ...tags,
  ];
}

interface Metadata {
  readonly topics: readonly {
    readonly topic: string;
    readonly error?: string;
    readonly partitions: readonly object[];
  }[];
}

interface Parsed {
  readonly records: FileRecord[];
  readonly withHeaders: boolean;
  /** The bytes of a record that is not there to its end. */
  readonly rest: Buffer;
}

function parse(output: Buffer, topic: number): Parsed {
  const records: FileRecord[] = [];
  let withHeaders = false;
  let at = 0;
  while (at < output.length) {
    const endOfLine = output.indexOf(10, at);
    if (endOfLine < 0) break;
    const [partition, offset, timestamp, keyLength, valueLength, headers] = output
      .toString('utf8', at, endOfLine)
      .split(' ');
    withHeaders ||= headers !== '';
    const keyAt = endOfLine + 1;
    const valueAt = keyAt + Math.max(Number(keyLength), 0);
    const end = valueAt + Math.max(Number(valueLength), 0);
    if (end >= output.length) break;
    records.push({
      topic,
      partition: Number(partition),
      offset: Number(offset),
      timestamp: Number(timestamp),
      key: Number(keyLength) < 0 ? null : output.subarray(keyAt, valueAt),
      value: Number(valueLength) < 0 ? null : output.subarray(valueAt, end),
      headers: [],
    });
    at = end + 1;
  }
  return { records, withHeaders, rest: output.subarray(at) };
}

function jsonHeaders(line: string): [string, Header[]] {
  const {
    partition,
    offset,
    headers = [],
  } = JSON.parse(line) as { partition: number; offset: number; headers?: (string | null)[] };
  const found: Header[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const value = headers[i + 1] ?? null;
    found.push({ name: Buffer.from(headers[i] ?? ''), value: value === null ? null : Buffer.from(value) });
  }
  return [`${partition}:${offset}`, found];
}

/** `kcat -G` at work: it tells its assignments on standard error and commits what it has printed. */
class KcatMember {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #output: RecordFile;
  #rest: Buffer = Buffer.alloc(0);
  readonly closed: Promise<void>;
  assigned: readonly number[] = [];

  constructor(command: readonly string[], file: string) {
    const [program = '', ...programArguments] = command;
    this.process = spawn(program, programArguments);
    this.#output = new RecordFile(file);
    this.process.stdout.on('data', (bytes: Buffer) => this.#take(bytes));
    createInterface({ input: this.process.stderr }).on('line', (line) => this.#hear(line));
    this.closed = new Promise((resolve) => this.process.once('close', () => resolve(this.#finish())));
  }

  #hear(line: string): void {
    const rebalance = /rebalanced .*?(assigned|revoked): (.*)/.exec(line);
    if (rebalance === null) return;
    const partitions = [...(rebalance[2] ?? '').matchAll(/\[(\d+)\]/g)].map(([, partition]) => Number(partition));
    this.assigned = rebalance[1] === 'assigned' ? partitions : [];
  }

  #take(bytes: Buffer): void {
    const { records, rest } = parse(Buffer.concat([this.#rest, bytes]), 0);
    for (const record of records) this.#output.put(record);
    this.#output.flush();
    this.#rest = rest;
  }

  #finish(): void {
    this.assigned = [];
    this.#output.close();
  }

  async leave(): Promise<number> {
    this.process.kill('SIGINT');
    await within('kcat leaving its group', 15_000, this.closed, () => this.process.kill('SIGKILL'));
    return this.#output.count;
  }
}
