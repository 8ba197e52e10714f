/**
 * Values by the number of their row, one behind the other in chunks of memory that the garbage collector does not look into. A
 * value that is replaced by one which fits stays where it is; what is left behind by others is won back by moving what is
 * still there out of the chunk that has the least of it, one chunk at a time, so that no put waits for more than that.
 *
 * Invariant: each value has its row's number and its room in front of it, so that a chunk can be read from its beginning; it
 * is the row's if the row says that it lies there.
 */
const CHUNK_BYTES = 64 * 1024;
/** In front of a value: its row, and how many bytes there are for it. */
const HEADER_BYTES = 8;
const FIRST_ROWS = 256;

interface Chunk {
  readonly bytes: Buffer;
  /** Of `bytes`: as far as it is filled. */
  end: number;
  /** Taken by values that are still there, their headers included. */
  live: number;
}

export class Slab {
  readonly #chunks: (Chunk | null)[] = [];
  /** Numbers of chunks that were given back. */
  readonly #free: number[] = [];
  /** The one that is being filled; -1 before the first. */
  #current = -1;
  /** By row: chunk times `CHUNK_SPAN`, and place in it; -1: none. */
  #places: Float64Array = new Float64Array(FIRST_ROWS).fill(-1);
  #lengths: Int32Array = new Int32Array(FIRST_ROWS);
  #allocated = 0;
  #live = 0;
  /** Where `find` has found a value; not to be kept. */
  bytes: Buffer = Buffer.alloc(0);
  start: number = 0;
  end: number = 0;

  /** What the chunks take. */
  get allocatedBytes(): number {
    return this.#allocated;
  }

  /** Lets `bytes`, `start` and `end` tell where the value of a row is, which has one. */
  find(row: number): void {
    const place = this.#places[row]!;
    const { bytes } = this.#chunks[chunkOf(place)]!;
    this.bytes = bytes;
    this.start = offsetOf(place) + HEADER_BYTES;
    this.end = this.start + this.#lengths[row]!;
  }

  /** Text stands for its UTF-8. */
  set(row: number, value: Uint8Array | string): void {
    const length = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
    if (row >= this.#places.length) this.#grow(row);
    const place = this.#places[row]!;
    if (place >= 0 && this.#roomAt(place) >= length) this.#write(row, place, value);
    else {
      if (place >= 0) this.#leave(place);
      this.#write(row, this.#reserve(row, length), value);
    }
    this.#lengths[row] = length;
    this.#winBack();
  }

  /** The row has no value any more. */
  delete(row: number): void {
    this.#leave(this.#places[row]!);
    this.#places[row] = -1;
    this.#winBack();
  }

  #write(row: number, place: number, value: Uint8Array | string): void {
    const { bytes } = this.#chunks[chunkOf(place)]!;
    const at = offsetOf(place) + HEADER_BYTES;
    if (typeof value === 'string') bytes.write(value, at, 'utf8');
    else bytes.set(value, at);
    this.#places[row] = place;
  }

  #roomAt(place: number): number {
    return this.#chunks[chunkOf(place)]!.bytes.readInt32LE(offsetOf(place) + 4);
  }

  #leave(place: number): void {
    const number = chunkOf(place);
    const chunk = this.#chunks[number]!;
    const taken = HEADER_BYTES + this.#roomAt(place);
    chunk.live -= taken;
    this.#live -= taken;
    if (chunk.live === 0 && number !== this.#current) this.#giveBack(number);
  }

  /** A place for so many bytes, with its header. */
  #reserve(row: number, length: number): number {
    const room = (length + 3) & ~3;
    const taken = HEADER_BYTES + room;
    let chunk = this.#chunks[this.#current];
    if (chunk === undefined || chunk === null || chunk.end + taken > chunk.bytes.length) chunk = this.#open(taken);
    const offset = chunk.end;
    chunk.bytes.writeInt32LE(row, offset);
    chunk.bytes.writeInt32LE(room, offset + 4);
    chunk.end += taken;
    chunk.live += taken;
    this.#live += taken;
    return this.#current * CHUNK_SPAN + offset;
  }

  /** Another chunk to fill; one that is too large for all others has its own. */
  #open(taken: number): Chunk {
    const last = this.#current;
    const bytes = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, taken));
    const chunk = { bytes, end: 0, live: 0 };
    this.#current = this.#free.pop() ?? this.#chunks.length;
    this.#chunks[this.#current] = chunk;
    this.#allocated += bytes.length;
    if (last >= 0 && this.#chunks[last]!.live === 0) this.#giveBack(last);
    return chunk;
  }

  #giveBack(number: number): void {
    this.#allocated -= this.#chunks[number]!.bytes.length;
    this.#chunks[number] = null;
    this.#free.push(number);
  }

  /** Where half of all is of values that are gone, one chunk is emptied. */
  #winBack(): void {
    if (this.#allocated - this.#live * 2 < 2 * CHUNK_BYTES) return;
    let least = -1;
    for (let number = 0; number < this.#chunks.length; number++) {
      const chunk = this.#chunks[number]!;
      if (chunk === null || number === this.#current) continue;
      if (least < 0 || this.#garbageIn(number) > this.#garbageIn(least)) least = number;
    }
    if (least >= 0) this.#empty(least);
  }

  #garbageIn(number: number): number {
    const { bytes, live } = this.#chunks[number]!;
    return bytes.length - live;
  }

  /** With its last value gone a chunk is given back. */
  #empty(number: number): void {
    const { bytes, end } = this.#chunks[number]!;
    for (let offset = 0; offset < end;) {
      const row = bytes.readInt32LE(offset);
      const taken = HEADER_BYTES + bytes.readInt32LE(offset + 4);
      if (this.#places[row] === number * CHUNK_SPAN + offset) {
        const length = this.#lengths[row]!;
        const place = this.#reserve(row, length);
        this.#write(row, place, bytes.subarray(offset + HEADER_BYTES, offset + HEADER_BYTES + length));
        this.#leave(number * CHUNK_SPAN + offset);
      }
      offset += taken;
    }
  }

  #grow(row: number): void {
    const count = Math.max(row + 1, this.#places.length * 2);
    const [places, lengths] = [new Float64Array(count).fill(-1), new Int32Array(count)];
    places.set(this.#places);
    lengths.set(this.#lengths);
    [this.#places, this.#lengths] = [places, lengths];
  }
}

/** More than a chunk has bytes, however large its value is. */
const CHUNK_SPAN = 2 ** 32;

function chunkOf(place: number): number {
  return Math.floor(place / CHUNK_SPAN);
}

function offsetOf(place: number): number {
  return place % CHUNK_SPAN;
}
