/**
 * One bound for the bytes of all requests that are here and not yet answered, whoever sent them
 * (`queued.max.request.bytes`). Above it sockets are not read from until answers have made room, so that backpressure
 * reaches the senders instead of filling the memory.
 *
 * What a connection holds up to 64 KiB counts and never stops it: clients with small requests are served whatever
 * others have sent and not finished.
 *
 * Invariant: frames that are only half here can never block each other for good. While no request is in process, one
 * connection at a time may read past the bound until its frame is whole.
 */
export interface Reader {
  /** Bytes of its requests that are here and not answered. */
  readonly heldBytes: number;
  resumeReading(): void;
}

/** About what the system hands over at once. */
const FREE_BYTES_EACH = 64 * 1024;

export class RequestMemory {
  readonly #maxBytes: number;
  readonly #freeBytesEach: number;
  readonly #waiting = new Set<Reader>();
  #bytes = 0;
  #requests = 0;
  #privileged: Reader | null = null;

  constructor(maxBytes: number, freeBytesEach: number = FREE_BYTES_EACH) {
    this.#maxBytes = maxBytes;
    this.#freeBytesEach = freeBytesEach;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes that arrived. False: stop reading, `resumeReading` is called when there is room. */
  take(bytes: number, reader: Reader): boolean {
    this.#bytes += bytes;
    if (this.#bytes <= this.#maxBytes || reader.heldBytes <= this.#freeBytesEach) return true;
    if (this.#requests === 0 && (this.#privileged ?? reader) === reader) {
      this.#privileged = reader;
      return true;
    }
    this.#waiting.add(reader);
    return false;
  }

  requestBegan(): void {
    this.#requests++;
  }

  requestEnded(): void {
    this.#requests--;
    // The frame that was let past the bound is whole and answered: its sender's turn is over.
    if (this.#requests === 0) this.#privileged = null;
    this.#admit();
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
    this.#admit();
  }

  /** The connection has closed and will not read on. */
  forget(reader: Reader): void {
    this.#waiting.delete(reader);
    if (this.#privileged === reader) this.#privileged = null;
    this.#admit();
  }

  #admit(): void {
    if (this.#bytes <= this.#maxBytes) this.#privileged = null;
    while (this.#waiting.size > 0 && this.#bytes <= this.#maxBytes) this.#resumeFirst();
    if (this.#waiting.size > 0 && this.#requests === 0 && this.#privileged === null) {
      this.#privileged = this.#resumeFirst();
    }
  }

  #resumeFirst(): Reader | null {
    const [first] = this.#waiting;
    if (first === undefined) return null;
    this.#waiting.delete(first);
    first.resumeReading();
    return first;
  }
}
