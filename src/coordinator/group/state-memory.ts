/**
 * Counts, roughly, the memory that groups and offsets take, since clients can make both at will: a member costs one
 * request and stays for minutes, a group costs one request and stays for days. What is full takes nothing new; what is
 * there goes on.
 */
export class StateMemory {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#bytes + bytes <= this.#maxBytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }
}

/** One partition's part, which is given back as a whole when the partition is. */
export class MemoryAccount {
  readonly #total: StateMemory;
  #bytes = 0;

  constructor(total: StateMemory) {
    this.#total = total;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#total.hasRoomFor(bytes);
  }

  /** Negative for what is gone. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#total.add(bytes);
  }

  close(): void {
    this.add(-this.#bytes);
  }
}

/** The objects and tables that each takes beside its texts and bytes. */
export const GROUP_BYTES = 2048;
export const MEMBER_BYTES = 512;
export const PROTOCOL_BYTES = 128;
export const PENDING_MEMBER_BYTES = 256;
export const OFFSET_BYTES = 256;
