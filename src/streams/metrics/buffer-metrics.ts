/** What is measured of a buffer of `suppress`: how many changes wait in it and how many bytes they have, after each that comes or goes. */
import { ChangeBuffer } from '../stores/change-buffer.ts';
import type { StateStore } from '../stores/state-store.ts';
import { RecentValues } from './counted.ts';
import type { MeasuredStore } from './measured-store.ts';
import type { MetricList, MetricPlace } from './metric-list.ts';

export class BufferMetrics implements MeasuredStore {
  readonly #buffer: ChangeBuffer<unknown, unknown>;
  readonly #records = new RecentValues();
  readonly #bytes = new RecentValues();

  private constructor(buffer: ChangeBuffer<unknown, unknown>) {
    this.#buffer = buffer;
    this.#record();
    buffer.onChange(() => this.#record());
  }

  /** Of an open store, from now on; null for one of another kind. */
  static of(store: StateStore): BufferMetrics | null {
    return store instanceof ChangeBuffer ? new BufferMetrics(store as ChangeBuffer<unknown, unknown>) : null;
  }

  restores(): void {
    // How long that takes is not measured, as in Kafka.
  }

  restored(): void {
    if (this.#buffer.records > 0) this.#record();
  }

  turn(nowMs: number): void {
    this.#records.turn(nowMs);
    this.#bytes.turn(nowMs);
  }

  list(list: MetricList, tags: MetricPlace['tags']): void {
    const place = {
      group: 'stream-state-metrics',
      tags: { ...tags, 'in-memory-suppression-state-id': this.#buffer.name },
    };
    list.recent(place, 'suppression-buffer-count', 'count of buffered records', this.#records);
    list.recent(place, 'suppression-buffer-size', 'size of buffered records', this.#bytes);
  }

  #record(): void {
    this.#records.record(this.#buffer.records);
    this.#bytes.record(this.#buffer.bytes);
  }
}
