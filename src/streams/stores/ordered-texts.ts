/**
 * Texts in order, for rows that are kept in a Map and read in order now and then: in blocks, so that one more costs a search
 * and a short move, however many there are. Who reads sees what was there when it began: blocks that a reader may still
 * hold are copied before they change.
 */
import { firstIndex } from './first-index.ts';

const MAX_BLOCK = 512;

interface Block {
  readonly texts: string[];
  /** The reading before which it was made. */
  readonly epoch: number;
}

export class OrderedTexts {
  #blocks: Block[];
  #blocksEpoch = 0;
  /** How many have begun to read. */
  #epoch = 0;

  constructor(texts: Iterable<string>) {
    const sorted = [...texts].sort();
    this.#blocks = [];
    for (let start = 0; start < sorted.length; start += MAX_BLOCK / 2) {
      this.#blocks.push({ texts: sorted.slice(start, start + MAX_BLOCK / 2), epoch: 0 });
    }
  }

  /** One that is not there. */
  add(text: string): void {
    if (this.#blocks.length === 0) {
      this.#own();
      this.#blocks.push({ texts: [text], epoch: this.#epoch });
      return;
    }
    const index = this.#blockOf(text);
    const { texts } = this.#owned(index);
    texts.splice(placeIn(texts, text), 0, text);
    if (texts.length <= MAX_BLOCK) return;
    const behind = texts.splice(MAX_BLOCK / 2);
    this.#blocks.splice(index + 1, 0, { texts: behind, epoch: this.#epoch });
  }

  /** One that is there. */
  delete(text: string): void {
    const index = this.#blockOf(text);
    const { texts } = this.#owned(index);
    texts.splice(placeIn(texts, text), 1);
    if (texts.length === 0) this.#blocks.splice(index, 1);
  }

  /** Undefined where there is none. */
  get first(): string | undefined {
    return this.#blocks[0]?.texts[0];
  }

  /** From one text to another, both included, as they are now; null is open. */
  *between(from: string, to: string | null): IterableIterator<string> {
    this.#epoch++;
    const blocks = this.#blocks;
    for (let index = this.#blockOf(from); index < blocks.length; index++) {
      const { texts } = blocks[index]!;
      for (let at = placeIn(texts, from); at < texts.length; at++) {
        const text = texts[at]!;
        if (to !== null && text > to) return;
        yield text;
      }
    }
  }

  /** The block that a text belongs to: the last one that begins at it or before it, the first where none does. */
  #blockOf(text: string): number {
    return Math.max(0, firstIndex(this.#blocks.length, (index) => this.#blocks[index]!.texts[0]! <= text) - 1);
  }

  #own(): void {
    if (this.#blocksEpoch === this.#epoch) return;
    this.#blocks = this.#blocks.slice();
    this.#blocksEpoch = this.#epoch;
  }

  #owned(index: number): Block {
    this.#own();
    const block = this.#blocks[index]!;
    if (block.epoch === this.#epoch) return block;
    return (this.#blocks[index] = { texts: block.texts.slice(), epoch: this.#epoch });
  }
}

function placeIn(texts: readonly string[], text: string): number {
  return firstIndex(texts.length, (index) => texts[index]! < text);
}
