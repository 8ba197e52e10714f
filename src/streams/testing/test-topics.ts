/** Topics of a test driver in values instead of bytes (Kafka's TestInputTopic and TestOutputTopic). */
import type { SyncSerde } from '#serde';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { TopologyTestDriver } from './topology-test-driver.ts';

export interface TestTopicSerdes<K, V> {
  readonly key: SyncSerde<K>;
  readonly value: SyncSerde<V>;
}

/** A record that a topology produced. */
export interface TestRecord<K, V> {
  readonly key: K | null;
  readonly value: V | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

export class TestInput<K, V> {
  readonly #driver: TopologyTestDriver;
  readonly #topic: string;
  readonly #serdes: TestTopicSerdes<K, V>;

  constructor(driver: TopologyTestDriver, topic: string, serdes: TestTopicSerdes<K, V>) {
    this.#driver = driver;
    this.#topic = topic;
    this.#serdes = serdes;
  }

  /** One record, and all that comes of it. */
  pipe(record: {
    readonly key: K | null;
    readonly value: V | null;
    /** Milliseconds since 1970. */
    readonly timestamp: number;
    readonly headers?: readonly RecordHeader[];
  }): void {
    const { key, value } = record;
    this.#driver.pipe(this.#topic, {
      ...record,
      key: key === null ? null : this.#serdes.key.forKeys.serialize(this.#topic, key),
      value: value === null ? null : this.#serdes.value.serialize(this.#topic, value),
    });
  }
}

export class TestOutput<K, V> {
  readonly #driver: TopologyTestDriver;
  readonly #topic: string;
  readonly #serdes: TestTopicSerdes<K, V>;

  constructor(driver: TopologyTestDriver, topic: string, serdes: TestTopicSerdes<K, V>) {
    this.#driver = driver;
    this.#topic = topic;
    this.#serdes = serdes;
  }

  /** What was produced since the last call. */
  read(): TestRecord<K, V>[] {
    return this.#driver.take(this.#topic).map(({ key, value, timestamp, headers }) => ({
      key: key === null ? null : this.#serdes.key.forKeys.deserialize(this.#topic, key),
      value: value === null ? null : this.#serdes.value.deserialize(this.#topic, value),
      timestamp,
      headers,
    }));
  }
}
