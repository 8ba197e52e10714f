/**
 * Sends many records with one producer, as fast as its buffer empties, and no faster: what `samsa produce`, `import` and
 * `bench` have in common. The first record waits for its acknowledgement, so that a wrong address, topic or password is
 * told at once; from then on nothing is made per record but the record.
 *
 * Invariant: when `finish` resolves, all records that were given are acknowledged; the first failure ends it all.
 */
import type { Delivery, Producer } from '#client';
import type { InputRecord } from './input-record.ts';

export class RecordSender {
  readonly #topic: string;
  #producer: Producer | null = null;
  #sent = 0;
  #bytes = 0;
  #acknowledged = 0;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(topic: string) {
    this.#topic = topic;
  }

  /** For the producer's options. */
  readonly onDelivery = ({ recordCount, error }: Delivery): void => {
    if (error === null) this.#acknowledged += recordCount;
    else this.#failure ??= error;
    this.#wake?.();
  };

  /** The producer that was made with `onDelivery`. */
  use(producer: Producer): this {
    this.#producer = producer;
    return this;
  }

  get sent(): number {
    return this.#sent;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Whether a batch was not delivered. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /** Null when the record was taken, as nearly always; otherwise to be awaited before the next. */
  send(record: InputRecord): Promise<void> | null {
    const producer = this.#producer;
    if (producer === null) throw new Error('use() comes before send()');
    if (this.#failure !== null) throw this.#failure;
    const given = { topic: this.#topic, ...record };
    if (this.#sent > 0 && producer.enqueue(given)) {
      this.#count(record);
      return null;
    }
    return this.#sendSlowly(producer, given);
  }

  /** Throws what went wrong with the first batch that failed. */
  async finish(): Promise<void> {
    await this.#producer?.flush();
    if (this.#failure !== null) throw this.#failure;
  }

  async #sendSlowly(producer: Producer, record: InputRecord & { topic: string }): Promise<void> {
    // With the buffer full, a batch must come back before there is room. Where none is out, send() itself waits.
    while (this.#sent > this.#acknowledged) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
      if (this.#failure !== null) throw this.#failure;
      if (!producer.enqueue(record)) continue;
      this.#count(record);
      return;
    }
    await producer.send(record);
    this.#count(record);
    this.#acknowledged++;
  }

  #count({ key, value }: InputRecord): void {
    this.#sent++;
    this.#bytes += (key?.length ?? 0) + (value?.length ?? 0);
  }
}
