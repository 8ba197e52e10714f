/**
 * Where binary messages are written: a slab that many of them share, each handed out as a view of it; only one that
 * outgrows the slab is copied, once per doubling.
 *
 * Invariant: what has been handed out is never written again.
 */
import { Buffer } from 'node:buffer';

const SLAB_BYTES = 64 * 1024;
const NO_BYTES = Buffer.alloc(0);

export class MessageSlab {
  /** The slab; what lies before `start` belongs to others. */
  bytes: Buffer;
  /** Where the next byte goes. */
  at = 0;
  /** Whether a message is being written: a getter of its value may write another, which needs a slab of its own. */
  isOpen = false;
  /** Where the message begins. */
  protected start = 0;

  constructor(size: number = SLAB_BYTES) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Begins a message that has `room` free bytes in front. */
  begin(room: number): void {
    this.isOpen = true;
    this.start = this.at;
    this.reserve(room);
    this.at += room;
  }

  /** The bytes of the message. */
  finish(): Buffer {
    this.isOpen = false;
    const message = this.bytes.subarray(this.start, this.at);
    this.#letGo();
    return message;
  }

  /** Takes back what was written since `begin`. */
  abandon(): void {
    this.isOpen = false;
    this.at = this.start;
    this.#letGo();
  }

  /** Sees to it that `size` bytes may be written at `at`. */
  reserve(size: number): void {
    if (this.at + size > this.bytes.length) this.#grow(size);
  }

  /** What one giant took is not kept for the small ones after it. */
  #letGo(): void {
    if (this.bytes.length <= SLAB_BYTES) return;
    this.bytes = NO_BYTES;
    this.at = 0;
  }

  #grow(size: number): void {
    const used = this.at - this.start;
    const bytes = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (used + size)));
    this.bytes.copy(bytes, 0, this.start, this.at);
    this.bytes = bytes;
    this.start = 0;
    this.at = used;
  }
}
