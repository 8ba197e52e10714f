/**
 * `samsa consume`: records on standard output, until Ctrl-C, until the end or until there are enough. Whatever ends it,
 * what was printed is committed (with a group), the group is left, and the exit code says what happened.
 */
import { Consumer, consumerConfigs } from '#client';
import type { ConsumerOptions, ConsumerRecord, TopicPartition } from '#client';
import { isKafkaError } from '#kernel';
import { checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import { commandEnv } from '../connection/command-env.ts';
import { reportFailure } from '../connection/report-failure.ts';
import { UsageError } from '../exit-code.ts';
import { ByteSink } from '../records/byte-sink.ts';
import type { RecordPrinter } from '../records/printable-record.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { tell } from '../terminal/messages.ts';
import { Output } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import { counted } from '../terminal/quantities.ts';
import type { ConsumeOptions } from './consume-command.ts';
import { GroupCommits } from './group-commits.ts';
import { PartitionEnds } from './partition-ends.ts';
import { recordPrinter } from './record-printer.ts';
import type { End, Start } from './start-and-end.ts';
import { startOffsets, wantedPartitions } from './start-offsets.ts';

export async function consume(
  surroundings: Surroundings,
  topics: readonly string[],
  options: ConsumeOptions,
): Promise<void> {
  const end = endOf(options);
  const start = options.from ?? { kind: end !== null ? 'beginning' : 'end' };
  const printer = recordPrinter(options);
  if (options.group !== undefined) checkGroupOptions(options, start);
  const settings = clientSettings('consumer', consumerConfigs, options, surroundings);
  await checkReachable(settings.addresses, options.timeout);
  using interruption = new Interruption(surroundings.signals);
  const reading = new Reading(surroundings, {
    topics: [...new Set(topics)],
    options,
    start,
    end,
    printer,
    interruption,
    settings: settings.options,
  });
  await reading.run();
  interruption.end();
}

function endOf({ to, exit }: ConsumeOptions): End | null {
  if (to !== undefined && exit === true) throw new UsageError('--exit is --to end: leave one of them out.');
  return exit === true ? { kind: 'end' } : (to ?? null);
}

function checkGroupOptions(options: ConsumeOptions, { kind }: Start): void {
  if (options.partition !== undefined) {
    throw new UsageError('With --group the group says who reads which partition: leave --partition out.');
  }
  if (kind === 'offset' || kind === 'tail') {
    throw new UsageError(
      'With --group the committed offsets say where to go on: leave --from out, or set them with samsa group reset.',
    );
  }
}

interface ReadingOptions {
  readonly topics: readonly string[];
  readonly options: ConsumeOptions;
  readonly start: Start;
  readonly end: End | null;
  readonly printer: RecordPrinter;
  readonly interruption: Interruption;
  readonly settings: Readonly<Record<string, unknown>>;
}

const POLL_MS = 200;
const MAX_POLL_RECORDS = 2000;
const CLOSE_MS = 5000;

class Reading {
  readonly #surroundings: Surroundings;
  readonly #given: ReadingOptions;
  readonly #output: Output;
  readonly #sink = new ByteSink();
  readonly #consumer: Consumer;
  readonly #ends: PartitionEnds | null;
  readonly #commits: GroupCommits | null;
  readonly #stop: AbortSignal;
  #count = 0;
  #bytes = 0;

  constructor(surroundings: Surroundings, given: ReadingOptions) {
    this.#surroundings = surroundings;
    this.#given = given;
    this.#output = new Output(surroundings);
    this.#stop = AbortSignal.any([given.interruption.signal, this.#output.readerIsGone]);
    this.#consumer = new Consumer(this.#consumerOptions());
    this.#ends = given.end === null ? null : new PartitionEnds(this.#consumer, given.end);
    this.#commits = given.options.group === undefined ? null : new GroupCommits(this.#consumer);
  }

  async run(): Promise<void> {
    try {
      await this.#begin();
      await this.#readAll();
      await this.#commits?.commit();
    } catch (error) {
      const topicNames = (): Promise<string[]> => this.#consumer.listTopics();
      await reportFailure(error, { surroundings: this.#surroundings, topicNames });
    } finally {
      await this.#consumer.close({ timeoutMs: CLOSE_MS });
    }
    this.#output.check();
  }

  #consumerOptions(): ConsumerOptions {
    const { options, start, end, settings } = this.#given;
    const { group, count } = options;
    const isNewAtBeginning = options.from === undefined && end !== null;
    return {
      defaultApiTimeoutMs: options.timeout,
      isolationLevel: options.isolation,
      allowAutoCreateTopics: false,
      // What a poll gave is printed before the next one.
      reuseFetchBuffers: true,
      ...(isNewAtBeginning ? { autoOffsetReset: 'earliest' } : {}),
      ...settings,
      ...(group === undefined ? {} : { groupId: group }),
      ...(group === undefined || options.from === undefined ? {} : { onNoOffset: onNoOffset(start) }),
      enableAutoCommit: false,
      maxPollRecords: Math.min(MAX_POLL_RECORDS, count ?? MAX_POLL_RECORDS),
      env: commandEnv(),
      rebalanceListener: {
        onPartitionsAssigned: (partitions) => this.#ends?.add(partitions.map((one) => ({ ...one, from: null }))),
        onPartitionsRevoked: async (partitions) => await this.#giveUp(partitions),
        onPartitionsLost: (partitions) => {
          this.#ends?.remove(partitions);
          this.#commits?.forget(partitions);
        },
      },
    } as ConsumerOptions;
  }

  async #begin(): Promise<void> {
    const { topics, options, start } = this.#given;
    if (options.group !== undefined) {
      await wantedPartitions(this.#consumer, topics, undefined);
      this.#consumer.subscribe(topics);
      return;
    }
    const partitions = await wantedPartitions(this.#consumer, topics, options.partition);
    const offsets = await startOffsets(this.#consumer, partitions, start);
    await this.#ends?.add(offsets.map((one) => ({ ...one, from: one.offset })));
    this.#consumer.assign(offsets);
  }

  async #readAll(): Promise<void> {
    using progress = new Progress(this.#surroundings.stderr, 'Reading');
    while (!this.#isDone()) {
      const records = await this.#poll();
      for (const record of records) this.#print(record);
      if (this.#sink.length > 0) await this.#output.write(this.#sink.take());
      for (const record of records) this.#commits?.printed(record);
      await this.#commits?.commitNowAndThen();
      if (records.length === 0) await this.#ends?.checkPositions();
      this.#showProgress(progress);
    }
    progress[Symbol.dispose]();
    this.#tellSummary();
  }

  async #poll(): Promise<readonly ConsumerRecord[]> {
    const { count = Number.POSITIVE_INFINITY } = this.#given.options;
    const records = await this.#pollUnlessStopped();
    const wanted: ConsumerRecord[] = [];
    for (const record of records) {
      const isWanted = this.#count + wanted.length < count && (this.#ends === null || this.#ends.takes(record));
      if (isWanted) wanted.push(record);
      else this.#commits?.leftOut(record);
    }
    return wanted;
  }

  async #pollUnlessStopped(): Promise<readonly ConsumerRecord[]> {
    try {
      return await this.#consumer.poll(POLL_MS, { signal: this.#stop });
    } catch (error) {
      if (this.#stop.aborted && isKafkaError(error, 'ABORTED')) return [];
      throw error;
    }
  }

  #print(record: ConsumerRecord): void {
    this.#given.printer(record, this.#sink);
    this.#count++;
    this.#bytes += record.byteLength;
  }

  #isDone(): boolean {
    const { count } = this.#given.options;
    if (this.#stop.aborted || this.#count === count) return true;
    if (this.#ends === null || !this.#ends.isReached) return false;
    return this.#commits === null || this.#consumer.status.membership === 'stable';
  }

  async #giveUp(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#commits?.commit();
    this.#ends?.remove(partitions);
  }

  #showProgress(progress: Progress): void {
    const { options, end } = this.#given;
    if (options.quiet === true || this.#output.isTerminal) return;
    const amounts = { records: this.#count, bytes: this.#bytes };
    const total = Math.min(options.count ?? Number.POSITIVE_INFINITY, this.#ends?.total || Number.POSITIVE_INFINITY);
    const isKnown = Number.isFinite(total) && (end !== null || options.count !== undefined);
    progress.show(isKnown ? { ...amounts, fraction: Math.min(1, this.#count / total) } : amounts);
  }

  #tellSummary(): void {
    if (this.#given.options.quiet !== true) tell(this.#surroundings, `Read ${counted(this.#count, 'record')}.`);
  }
}

/** Where a group begins that has nothing committed. */
function onNoOffset(start: Start): 'earliest' | 'latest' | { durationMs: number } {
  if (start.kind === 'time') return { durationMs: Math.max(0, Date.now() - start.timestamp) };
  return start.kind === 'beginning' ? 'earliest' : 'latest';
}
