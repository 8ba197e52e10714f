/** A log manager in a simulated world, and batches to put into it. */
import { recordBatch, RecordBatchBuilder, RecordCursor, type RecordBatchFields } from '#protocol';
import { type Machine, Simulation } from '#sim';
import {
  type AppendOptions,
  type AppendResult,
  defaultLogManagerSettings,
  type LogConfig,
  logConfigFrom,
  LogManager,
  type LogManagerSettings,
  topicConfigTable,
  type UnifiedLog,
} from './index.ts';

export const TOPIC_ID = 'c2Ftc2Ftc2Ftc2Ftc2Ftcw';

export interface TestRecord {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly timestamp?: number;
}

export function configOf(raw: Readonly<Record<string, string>> = {}): LogConfig {
  const { values, problems } = topicConfigTable.parse(raw);
  if (problems.length > 0) throw new Error(problems[0]!.message);
  return logConfigFrom(values);
}

/** One record batch as a producer sends it. */
export function batchOf(records: readonly TestRecord[], fields: RecordBatchFields = {}): Buffer {
  const builder = new RecordBatchBuilder();
  for (const { key = null, value = 'v', timestamp = 1_735_689_600_000 } of records) {
    builder.append(timestamp, key === null ? null : Buffer.from(key), value === null ? null : Buffer.from(value));
  }
  return builder.build(fields);
}

export interface TestWorldOptions {
  readonly seed?: number;
  readonly config?: Readonly<Record<string, string>>;
  readonly settings?: Partial<LogManagerSettings>;
}

/** One log, `t-0`, whose high watermark follows what is durable, as on a single node. */
export class TestWorld {
  readonly simulation: Simulation;
  readonly config: LogConfig;
  readonly settings: LogManagerSettings;
  machine: Machine;
  manager!: LogManager;
  log!: UnifiedLog;

  private constructor(options: TestWorldOptions) {
    this.simulation = new Simulation(options.seed ?? 1);
    this.machine = this.simulation.machine;
    this.config = configOf(options.config);
    this.settings = { ...defaultLogManagerSettings, ...options.settings };
  }

  static async open(options: TestWorldOptions = {}): Promise<TestWorld> {
    const world = new TestWorld(options);
    await world.reopen();
    return world;
  }

  /** On the disk as it is: after `manager.close()`, or on another machine. */
  async reopen(): Promise<void> {
    const opening = LogManager.open(this.machine.env, {
      directories: ['/data'],
      nodeId: 1,
      topicConfig: () => this.config,
      settings: this.settings,
    });
    this.manager = await this.machine.finish(opening);
    const creation = this.manager.create({ topic: 't', partition: 0, topicId: TOPIC_ID, config: this.config });
    this.log = await this.machine.finish(creation);
    this.log.advanceHighWatermark(this.log.durableEndOffset);
    this.log.onDurable = (log) => log.advanceHighWatermark(log.durableEndOffset);
  }

  async restart(): Promise<void> {
    await this.machine.finish(this.manager.close());
    this.machine = this.machine.kill();
    await this.reopen();
  }

  /** As `kill -9`: nothing that was written is lost, and nothing was closed. */
  async kill(): Promise<void> {
    this.machine = this.machine.kill();
    await this.reopen();
  }

  append(records: Buffer, options: Partial<AppendOptions> = {}): AppendResult {
    return this.log.append(records, { leaderEpoch: 0, origin: 'client', now: this.simulation.now(), ...options });
  }

  /** Appends a batch of so many records and waits until it is durable. */
  async write(count: number, fields: RecordBatchFields = {}): Promise<AppendResult> {
    const now = this.simulation.now();
    const records = Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: 'value', timestamp: now }));
    const result = this.append(batchOf(records, fields));
    await this.settle();
    return result;
  }

  /** Until all that was begun has ended. */
  settle(): Promise<void> {
    return this.simulation.settle();
  }

  finish<T>(promise: Promise<T> | T): Promise<T> {
    return this.machine.finish(Promise.resolve(promise));
  }

  /** Offsets and values from `offset` up to the high watermark, in fetches of `maxBytes`. */
  async readAll(offset: number = this.log.logStartOffset, maxBytes = 1000): Promise<[number, string | null][]> {
    const found: [number, string | null][] = [];
    const upperBound = this.log.highWatermark;
    for (let next = offset; next < upperBound;) {
      const result = await this.finish(this.log.read({ offset: next, maxBytes, upperBound, minOneBatch: true }));
      if (result.records.length === 0) break;
      found.push(...result.records.flatMap(recordsIn).filter(([at]) => at >= offset));
      next = result.endOffset;
    }
    return found;
  }

  async fileNames(directory = '/data/t-0'): Promise<string[]> {
    return (await this.finish(this.machine.env.disk.list(directory))).map((entry) => entry.name);
  }

  readFile(name: string): Promise<Buffer> {
    return this.finish(this.machine.env.disk.readFile(`/data/${name}`));
  }

  async writeFile(name: string, contents: Uint8Array | string): Promise<void> {
    const file = await this.finish(this.machine.env.disk.openFile(`/data/${name}`, 'create'));
    await this.finish(file.truncate(0));
    await this.finish(file.writev([Buffer.from(contents)], 0));
    await this.finish(file.close());
  }

  async removeFile(name: string): Promise<void> {
    await this.finish(this.machine.env.disk.removeFile(`/data/${name}`));
  }
}

export function recordsIn(bytes: Buffer): [number, string | null][] {
  const found: [number, string | null][] = [];
  const cursor = new RecordCursor();
  for (let at = 0; at < bytes.length; at += recordBatch.sizeInBytes(bytes, at)) {
    if (recordBatch.isControlBatch(bytes, at)) continue;
    cursor.open(bytes, at, 1e7);
    while (cursor.next())
      found.push([cursor.offset, cursor.value === null ? null : Buffer.from(cursor.value).toString()]);
  }
  return found;
}
