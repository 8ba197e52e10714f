/**
 * `samsa bench produce`: how many records a second a topic takes, and how long an acknowledgement takes. Latencies are
 * those of a sample where records go as fast as they can, so that taking them does not slow the rest; of each record at a
 * given rate, from when it was due to be sent.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from '#client';
import { reportFailure } from '../connection/report-failure.ts';
import { openProducer } from '../produce/open-producer.ts';
import type { RecordSender } from '../records/record-sender.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { Output } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import { bytesText, countText, spanText } from '../terminal/quantities.ts';
import type { BenchProduceOptions } from './bench-command.ts';
import { Latencies } from './latencies.ts';

/** One of so many records is timed where there is no rate. */
const SAMPLED = 64;
const TICK_MS = 1;
const PAYLOADS = 64;

export async function benchProduce(
  surroundings: Surroundings,
  topic: string,
  options: BenchProduceOptions,
): Promise<void> {
  const { producer, sender, topicNames } = await openProducer(surroundings, topic, options);
  using interruption = new Interruption(surroundings.signals);
  const load = new Load(producer, { topic, sender, options });
  try {
    await warmUp(producer, topic, options);
    await load.run(surroundings, interruption.signal);
    await producer.close();
  } catch (error) {
    await producer.close({ timeoutMs: 0 });
    await reportFailure(error, { surroundings, topicNames });
  }
  await printResult(surroundings, load, options);
  interruption.end();
}

/** Connections, metadata and a producer id are there before the clock runs. */
async function warmUp(producer: Producer, topic: string, { size }: BenchProduceOptions): Promise<void> {
  await producer.send({ topic, value: Buffer.alloc(size) });
}

interface LoadOptions {
  readonly topic: string;
  readonly sender: RecordSender;
  readonly options: BenchProduceOptions;
}

class Load {
  readonly latencies = new Latencies();
  elapsedMs = 0;
  sent = 0;
  readonly #producer: Producer;
  readonly #given: LoadOptions;
  readonly #payloads: readonly Buffer[];
  readonly #keys: readonly Buffer[] | null;
  #failure: Error | null = null;

  constructor(producer: Producer, given: LoadOptions) {
    const { size, keys } = given.options;
    this.#producer = producer;
    this.#given = given;
    this.#payloads = Array.from({ length: PAYLOADS }, () => payload(size));
    this.#keys = keys === undefined ? null : Array.from({ length: keys }, (_, index) => Buffer.from(`key-${index}`));
  }

  async run({ stderr }: Surroundings, signal: AbortSignal): Promise<void> {
    const { records, size, rate, quiet } = this.#given.options;
    using progress = new Progress(stderr, 'Sending');
    const startedAt = performance.now();
    while (this.sent < records && !signal.aborted) {
      const elapsedMs = performance.now() - startedAt;
      const due = rate === undefined ? this.sent + 1000 : Math.floor((elapsedMs / 1000) * rate) + 1;
      await this.#sendUntil(Math.min(due, records), { startedAt, signal });
      if (this.#failure !== null) throw this.#failure;
      if (quiet !== true) {
        progress.show({ records: this.sent, bytes: this.sent * size, fraction: this.sent / records });
      }
      if (rate !== undefined && this.sent < records) await sleep(TICK_MS);
    }
    await this.#given.sender.finish();
    this.elapsedMs = performance.now() - startedAt;
    if (this.#failure !== null) throw this.#failure;
  }

  async #sendUntil(due: number, { startedAt, signal }: { startedAt: number; signal: AbortSignal }): Promise<void> {
    const { topic, sender, options } = this.#given;
    const { rate } = options;
    for (; this.sent < due && !signal.aborted; this.sent++) {
      const key = this.#keys?.[this.sent % this.#keys.length] ?? null;
      const value = this.#payloads[this.sent % PAYLOADS] ?? null;
      if (rate !== undefined || this.sent % SAMPLED === 0) {
        const dueAt = rate === undefined ? performance.now() : startedAt + (this.sent / rate) * 1000;
        this.#sendTimed({ topic, key, value }, dueAt);
      } else {
        const waiting = sender.send({ key, value });
        if (waiting !== null) await waiting;
      }
    }
  }

  #sendTimed(record: { topic: string; key: Buffer | null; value: Buffer | null }, dueAt: number): void {
    this.#producer.send(record).then(
      () => this.latencies.record(performance.now() - dueAt),
      (error: Error) => {
        this.#failure ??= error;
      },
    );
  }
}

/** Letters, which compress about as well as text does. */
function payload(size: number): Buffer {
  return Buffer.from(randomBytes(size).toString('base64').slice(0, size));
}

async function printResult(surroundings: Surroundings, load: Load, options: BenchProduceOptions): Promise<void> {
  const output = new Output(surroundings);
  const seconds = load.elapsedMs / 1000;
  const bytes = load.sent * options.size;
  const latency = load.latencies.summary();
  const result = {
    records: load.sent,
    bytes,
    seconds,
    recordsPerSecond: load.sent / seconds,
    bytesPerSecond: bytes / seconds,
    latency,
  };
  if (options.json === true) return await output.json(result);
  const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
  await output.write(
    output.facts([
      ['Records', `${countText(load.sent)}, ${bytesText(bytes)}, in ${spanText(load.elapsedMs)}`],
      ['Rate', `${countText(result.recordsPerSecond)} records/s, ${bytesText(result.bytesPerSecond)}/s`],
      ...(latency === null
        ? []
        : ([
            ['Latency', `average ${milliseconds(latency.averageMs)}, max ${milliseconds(latency.maxMs)}`],
            ['  50 %', milliseconds(latency.p50Ms)],
            ['  95 %', milliseconds(latency.p95Ms)],
            ['  99 %', milliseconds(latency.p99Ms)],
            ['  99.9 %', milliseconds(latency.p999Ms)],
          ] as const)),
    ]),
  );
}
