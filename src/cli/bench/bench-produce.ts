/**
 * `samsa bench produce`: how many records a second a topic takes, and how long each waits for its acknowledgement: as
 * fast as it goes with so many records outstanding, or at a given rate, where the time runs from when a record was due,
 * so that a cluster that falls behind cannot hide it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from '#client';
import { reportFailure } from '../connection/report-failure.ts';
import { openProducer } from '../produce/open-producer.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { Output } from '../terminal/output.ts';
import { Progress } from '../terminal/progress.ts';
import { bytesText, countText, spanText } from '../terminal/quantities.ts';
import type { BenchProduceOptions } from './bench-command.ts';
import { Latencies } from './latencies.ts';

const TICK_MS = 1;
const PAYLOADS = 64;
/** So many records are given to the producer before progress is shown and Ctrl-C is heard. */
const STRIDE = 1000;

export async function benchProduce(
  surroundings: Surroundings,
  topic: string,
  options: BenchProduceOptions,
): Promise<void> {
  const { producer, topicNames } = await openProducer(surroundings, topic, options);
  using interruption = new Interruption(surroundings.signals);
  const load = new Load(producer, topic, options);
  try {
    await warmUp(producer, topic, options);
    await load.run(surroundings, interruption.signal);
    await producer.close();
  } catch (error) {
    await producer.close({ timeoutMs: 0 });
    await reportFailure(error, { surroundings, topicNames, isNewTopicMeant: true });
  }
  await printResult(surroundings, load, options);
  interruption.end();
}

/** Connections, metadata and a producer id are there before the clock runs. */
async function warmUp(producer: Producer, topic: string, { size }: BenchProduceOptions): Promise<void> {
  await producer.send({ topic, value: Buffer.alloc(size) });
}

class Load {
  readonly latencies = new Latencies();
  elapsedMs = 0;
  sent = 0;
  readonly #producer: Producer;
  readonly #topic: string;
  readonly #options: BenchProduceOptions;
  readonly #payloads: readonly Buffer[];
  readonly #keys: readonly Buffer[] | null;
  #outstanding = 0;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(producer: Producer, topic: string, options: BenchProduceOptions) {
    const { size, keys } = options;
    this.#producer = producer;
    this.#topic = topic;
    this.#options = options;
    this.#payloads = Array.from({ length: PAYLOADS }, () => payload(size));
    this.#keys = keys === undefined ? null : Array.from({ length: keys }, (_, index) => Buffer.from(`key-${index}`));
  }

  async run({ stderr }: Surroundings, signal: AbortSignal): Promise<void> {
    const { records, size, rate, quiet } = this.#options;
    using progress = new Progress(stderr, 'Sending');
    const startedAt = performance.now();
    while (this.sent < records && !signal.aborted) {
      const elapsedMs = performance.now() - startedAt;
      const due = rate === undefined ? this.sent + STRIDE : Math.floor((elapsedMs / 1000) * rate) + 1;
      await this.#sendUntil(Math.min(due, records), startedAt);
      if (quiet !== true) progress.show({ records: this.sent, bytes: this.sent * size, fraction: this.sent / records });
      if (rate !== undefined && this.sent < records) await sleep(TICK_MS);
    }
    while (this.#outstanding > 0) await this.#nextAnswer();
    this.elapsedMs = performance.now() - startedAt;
  }

  async #sendUntil(due: number, startedAt: number): Promise<void> {
    const { rate, outstanding } = this.#options;
    while (this.sent < due) {
      while (this.#outstanding >= outstanding) await this.#nextAnswer();
      const now = rate === undefined ? performance.now() : startedAt + (this.sent / rate) * 1000;
      const answer = this.#producer.trySend({
        topic: this.#topic,
        key: this.#keys?.[this.sent % this.#keys.length] ?? null,
        value: this.#payloads[this.sent % PAYLOADS] ?? null,
      });
      if (answer === null) await this.#nextAnswer();
      else this.#await(answer, now);
    }
  }

  #await(answer: Promise<unknown>, dueAt: number): void {
    this.sent++;
    this.#outstanding++;
    answer.then(
      () => this.#settle(dueAt, null),
      (error: Error) => this.#settle(dueAt, error),
    );
  }

  #settle(dueAt: number, failure: Error | null): void {
    this.#outstanding--;
    if (failure === null) this.latencies.record(performance.now() - dueAt);
    else this.#failure ??= failure;
    this.#wake?.();
  }

  /** Throws what the first record failed with that did. Without any outstanding the producer waits for metadata. */
  async #nextAnswer(): Promise<void> {
    if (this.#outstanding === 0) await sleep(TICK_MS);
    else {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = null;
    if (this.#failure !== null) throw this.#failure;
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
