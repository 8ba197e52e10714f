/** `samsa bench consume`: how many records a second a topic gives, from its beginning to its end. */
import { Consumer, consumerConfigs } from '#client';
import type { ConsumerOptions } from '#client';
import { checkReachable } from '../connection/bootstrap-servers.ts';
import { clientSettings } from '../connection/client-options.ts';
import { commandEnv } from '../connection/command-env.ts';
import { reportFailure } from '../connection/report-failure.ts';
import { PartitionEnds } from '../consume/partition-ends.ts';
import { startOffsets, wantedPartitions } from '../consume/start-offsets.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { Output } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import { bytesText, countText, spanText } from '../terminal/quantities.ts';
import type { BenchConsumeOptions } from './bench-command.ts';

const POLL_MS = 200;
const CLOSE_MS = 5000;

interface Counted {
  records: number;
  bytes: number;
  firstAfterMs: number;
  elapsedMs: number;
}

export async function benchConsume(
  surroundings: Surroundings,
  topic: string,
  options: BenchConsumeOptions,
): Promise<void> {
  const settings = clientSettings('consumer', consumerConfigs, options, surroundings);
  await checkReachable(settings.addresses, options.timeout);
  const consumer = new Consumer({
    defaultApiTimeoutMs: options.timeout,
    allowAutoCreateTopics: false,
    maxPollRecords: 5000,
    reuseFetchBuffers: true,
    ...settings.options,
    enableAutoCommit: false,
    env: commandEnv(),
  } as ConsumerOptions);
  using interruption = new Interruption(surroundings.signals);
  try {
    const counted = await readAll(consumer, topic, { surroundings, options, signal: interruption.signal });
    await printResult(surroundings, counted, options);
  } catch (error) {
    await reportFailure(error, { surroundings, topicNames: () => consumer.listTopics() });
  } finally {
    await consumer.close({ timeoutMs: CLOSE_MS });
  }
  interruption.end();
}

interface Run {
  readonly surroundings: Surroundings;
  readonly options: BenchConsumeOptions;
  readonly signal: AbortSignal;
}

async function readAll(consumer: Consumer, topic: string, { surroundings, options, signal }: Run): Promise<Counted> {
  const { records: wanted = Number.POSITIVE_INFINITY } = options;
  const partitions = await wantedPartitions(consumer, [topic], undefined);
  const offsets = await startOffsets(consumer, partitions, { kind: 'beginning' });
  const ends = new PartitionEnds(consumer, { kind: 'end' });
  await ends.add(offsets.map((one) => ({ ...one, from: one.offset })));
  using progress = new Progress(surroundings.stderr, 'Reading');
  const total = Math.min(wanted, ends.total);
  const startedAt = performance.now();
  const counted: Counted = { records: 0, bytes: 0, firstAfterMs: 0, elapsedMs: 0 };
  consumer.assign(offsets);
  while (!ends.isReached && counted.records < wanted && !signal.aborted) {
    const records = await consumer.poll(POLL_MS);
    if (counted.records === 0) counted.firstAfterMs = performance.now() - startedAt;
    for (const record of records) {
      if (!ends.takes(record) || counted.records >= wanted) continue;
      counted.records++;
      counted.bytes += record.byteLength;
    }
    if (records.length === 0) await ends.checkPositions();
    if (options.quiet !== true) progress.show({ ...counted, fraction: Math.min(1, counted.records / total) });
  }
  counted.elapsedMs = performance.now() - startedAt;
  return counted;
}

async function printResult(surroundings: Surroundings, counted: Counted, options: BenchConsumeOptions): Promise<void> {
  const output = new Output(surroundings);
  const { records, bytes, elapsedMs, firstAfterMs } = counted;
  const seconds = elapsedMs / 1000;
  const result = {
    records,
    bytes,
    seconds,
    recordsPerSecond: records / seconds,
    bytesPerSecond: bytes / seconds,
    firstAfterMs,
  };
  if (options.json === true) return await output.json(result);
  await output.write(
    output.facts([
      ['Records', `${countText(records)}, ${bytesText(bytes)}, in ${spanText(elapsedMs)}`],
      ['Rate', `${countText(result.recordsPerSecond)} records/s, ${bytesText(result.bytesPerSecond)}/s`],
      ['First after', spanText(firstAfterMs)],
    ]),
  );
}
