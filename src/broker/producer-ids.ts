/**
 * Hands out producer ids from blocks that the controller reserves durably: an id is never given twice, also not after
 * a crash, which loses the rest of a block and nothing else (Kafka's ProducerIdManager).
 */
export interface ProducerIdBlock {
  readonly producerIdStart: number;
  readonly producerIdLen: number;
}

export class ProducerIds {
  readonly #allocate: () => Promise<ProducerIdBlock>;
  #next = 0;
  #end = 0;
  #pending: Promise<void> | null = null;

  constructor(allocate: () => Promise<ProducerIdBlock>) {
    this.#allocate = allocate;
  }

  async next(): Promise<number> {
    while (this.#next === this.#end) {
      this.#pending ??= this.#fetchBlock();
      await this.#pending;
    }
    return this.#next++;
  }

  async #fetchBlock(): Promise<void> {
    try {
      const block = await this.#allocate();
      this.#next = block.producerIdStart;
      this.#end = block.producerIdStart + block.producerIdLen;
    } finally {
      this.#pending = null;
    }
  }
}
