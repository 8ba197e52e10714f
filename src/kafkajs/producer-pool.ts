/**
 * kafkajs says with each `send` who must have it and how it is compressed, the client with each producer. So there is one
 * of the client's producers for each combination in use, made when it first comes up. Almost always that is one.
 */
import { Producer, type ProducerOptions } from '#client';
import { CompressionTypes, wordOf } from './constants.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

export interface ProducerKind {
  readonly acks: -1 | 0 | 1;
  readonly compression: CompressionTypes;
  /** For records beyond what the client takes by default: kafkajs leaves sizes to the broker. */
  readonly isLarge: boolean;
}

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Records from this size on go by a producer with a larger limit, so that others' batches stay below the broker's. */
export const LARGE_RECORD_BYTES = 1_000_000;
/** What brokers take of one request by default (`socket.request.max.bytes`). */
const LARGE_REQUEST_BYTES = 104_857_600;
const LARGE_BUFFER_BYTES = 2 * LARGE_REQUEST_BYTES;

export class ProducerPool {
  readonly #options: ProducerOptions;
  readonly #onOpened: (producer: Producer) => void;
  readonly #producers = new Map<string, Producer>();

  constructor(options: ProducerOptions, onOpened: (producer: Producer) => void) {
    this.#options = options;
    this.#onOpened = onOpened;
  }

  get(kind: ProducerKind): Producer {
    const { acks, compression, isLarge } = kind;
    const key = `${acks} ${compression} ${isLarge}`;
    const known = this.#producers.get(key);
    if (known !== undefined) return known;
    const size = isLarge ? { maxRequestSize: LARGE_REQUEST_BYTES, bufferMemory: LARGE_BUFFER_BYTES } : {};
    const { enableIdempotence = true } = this.#options;
    const producer = new Producer({
      ...this.#options,
      ...size,
      acks,
      enableIdempotence: enableIdempotence && acks === -1,
      compressionType: codecOf(compression),
    });
    this.#producers.set(key, producer);
    this.#onOpened(producer);
    return producer;
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.all([...this.#producers.values()].map((producer) => producer.close({ timeoutMs })));
  }
}

export function codecOf(compression: CompressionTypes): Codec {
  const word = wordOf(CompressionTypes, compression);
  if (word !== null) return word.toLowerCase() as Codec;
  throw new KafkaJSNonRetriableError(
    `There is no compression ${String(compression)}: CompressionTypes are ${Object.keys(CompressionTypes).join(', ')}`,
  );
}
