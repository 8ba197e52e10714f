/**
 * One end of a simulated TCP connection, with the manners of a `node:net` socket: flowing once somebody listens for data,
 * `write` false above 64 KiB queued and `drain` once the queue is empty, its own end after the other's, `close` last.
 */
import { EventEmitter } from 'node:events';
import { assert } from '#kernel';
import type { Connection } from '#kernel';
import type { Machine } from './machine.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import { systemError } from './simulated-error.ts';

const HIGH_WATER_MARK_BYTES = 64 * 1024;
/** No byte that a reader would take for one of its own. */
const OVERWRITTEN = 0xdb;

export interface ConnectionAddresses {
  readonly localPort: number;
  readonly remotePort: number;
  readonly remoteAddress: string;
}

interface PendingWrite {
  bytesLeft: number;
  readonly onDone: () => void;
}

export class SimulatedConnection extends EventEmitter implements Connection {
  localPort = 0;
  remotePort = 0;
  remoteAddress = '';
  destroyed = false;
  readonly #network: SimulatedNetwork;
  readonly #machine: Machine;
  #peer: SimulatedConnection | null = null;
  /** Written here, not yet in the window. */
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  /** Whom to tell that their chunk is no longer looked at, and how many queued bytes come before its end. */
  #pending: PendingWrite[] = [];
  /** Sent by the peer, not yet read here. */
  #arrived: Buffer[] = [];
  #arrivedBytes = 0;
  #corks = 0;
  #needsDrain = false;
  #isFlowing = false;
  /** What `data` gave is overwritten as soon as its listeners have returned (`ConnectOptions.reusesChunks`). */
  readonly #reusesChunks: boolean;
  #isPaused = false;
  #isSending = false;
  #isDelivering = false;
  /** Nothing of the peer's comes through any more. */
  #isDeaf = false;
  /** `end` was called; then the peer has been told. */
  #hasEnded = false;
  #hasSentEnd = false;
  /** The peer has ended; then `end` was emitted. */
  #peerEnded = false;
  #hasEmittedEnd = false;
  readonly #outliveMachine: () => void;

  constructor(network: SimulatedNetwork, machine: Machine, reusesChunks = false) {
    super();
    this.#reusesChunks = reusesChunks;
    this.#network = network;
    this.#machine = machine;
    this.#outliveMachine = machine.onDeath(() => this.#vanish());
  }

  get writableLength(): number {
    return this.#queuedBytes;
  }

  attach(peer: SimulatedConnection, addresses: ConnectionAddresses): void {
    this.#peer = peer;
    this.localPort = addresses.localPort;
    this.remotePort = addresses.remotePort;
    this.remoteAddress = addresses.remoteAddress;
  }

  override on(event: string, listener: (...values: never[]) => void): this {
    super.on(event, listener as (...values: unknown[]) => void);
    if (event === 'data' && !this.#isPaused) this.#flow();
    return this;
  }

  write(chunk: Uint8Array, onDone?: () => void): boolean {
    if (this.destroyed || this.#hasEnded) {
      if (onDone !== undefined) this.#machine.schedule(0, onDone);
      if (!this.destroyed)
        this.#fail(Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' }));
      return false;
    }
    if (chunk.length > 0) this.#queue.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#queuedBytes += chunk.length;
    if (onDone !== undefined) this.#pending.push({ bytesLeft: this.#queuedBytes, onDone });
    this.#send();
    const isBelow = this.#queuedBytes < HIGH_WATER_MARK_BYTES;
    if (!isBelow) this.#needsDrain = true;
    return isBelow;
  }

  cork(): void {
    this.#corks++;
  }

  uncork(): void {
    if (this.#corks > 0) this.#corks--;
    this.#send();
  }

  pause(): this {
    this.#isPaused = true;
    this.#isFlowing = false;
    return this;
  }

  resume(): this {
    this.#isPaused = false;
    this.#flow();
    return this;
  }

  end(): this {
    this.#hasEnded = true;
    this.#corks = 0;
    this.#send();
    return this;
  }

  /** What was sent still arrives, then the peer sees the end; a reset where bytes of the peer were left unread. */
  destroy(error?: Error): this {
    if (this.destroyed) return this;
    const isReset = this.#arrivedBytes > 0;
    this.#close(error);
    if (isReset) this.#peer?.resetByPeer();
    else this.#tellEnd();
    return this;
  }

  /** Sends RST: the peer gets ECONNRESET and loses what it has not read. */
  reset(): void {
    if (this.destroyed) return;
    this.#close();
    this.#peer?.resetByPeer();
  }

  /**
   * From now on no packet arrives from one side, or from either: the sides do not learn of it, and what was on its way is
   * lost too. As a route that is gone, or a firewall that has forgotten the connection.
   */
  lose(what: 'incoming' | 'outgoing' | 'both'): void {
    if (what !== 'outgoing') this.#isDeaf = true;
    if (what !== 'incoming' && this.#peer !== null) this.#peer.#isDeaf = true;
  }

  /** Called by the peer. */
  resetByPeer(): void {
    this.#machine.schedule(this.#latency(), () => {
      if (this.destroyed || this.#isDeaf) return;
      this.#arrived = [];
      this.#fail(systemError('ECONNRESET', 'read', this.remoteAddress));
    });
  }

  /** Called by the peer: how many more bytes the window takes. */
  room(): number {
    return this.#network.windowBytes - this.#arrivedBytes;
  }

  /** Called by the peer: bytes on their way. */
  accept(bytes: Buffer): void {
    this.#arrived.push(bytes);
    this.#arrivedBytes += bytes.length;
    this.#deliver();
  }

  /** Called by the peer, after the last bytes. */
  acceptEnd(): void {
    this.#peerEnded = true;
    this.#deliver();
  }

  /** Called by the peer: the window has room again. */
  roomAgain(): void {
    this.#send();
  }

  #flow(): void {
    this.#isFlowing = true;
    this.#deliver();
  }

  /** Moves bytes from the queue into the window. */
  #send(): void {
    const hasWork = this.#queuedBytes > 0 || this.#pending.length > 0 || (this.#hasEnded && !this.#hasSentEnd);
    if (this.#isSending || this.destroyed || this.#corks > 0 || !hasWork) return;
    this.#isSending = true;
    this.#machine.schedule(0, () => {
      this.#isSending = false;
      if (this.destroyed || this.#corks > 0) return;
      const peer = this.#peer;
      assert(peer !== null, 'a connection has two ends');
      if (peer.destroyed) {
        if (this.#queuedBytes > 0) this.#fail(systemError('EPIPE', 'write', this.remoteAddress));
        else this.#afterSending();
        return;
      }
      const count = Math.min(this.#queuedBytes, peer.room());
      // From here on the writer's chunks are not looked at any more.
      if (count > 0) peer.accept(Buffer.from(takeBytes(this.#queue, count)));
      this.#queuedBytes -= count;
      this.#tellWriters(count);
      if (this.#queuedBytes === 0) this.#afterSending();
    });
  }

  #tellWriters(sentBytes: number): void {
    for (const write of this.#pending) write.bytesLeft -= sentBytes;
    while (this.#pending.length > 0 && this.#pending[0]!.bytesLeft <= 0) this.#pending.shift()!.onDone();
  }

  #afterSending(): void {
    if (this.#hasEnded) {
      this.#tellEnd();
      this.#closeWhenBothEnded();
    } else if (this.#needsDrain) {
      this.#needsDrain = false;
      this.emit('drain');
    }
  }

  #tellEnd(): void {
    if (this.#hasSentEnd) return;
    this.#hasSentEnd = true;
    this.#peer?.acceptEnd();
  }

  /** Hands on a piece of what has arrived: now all of it, now some bytes. */
  #deliver(): void {
    if (this.#isDelivering || this.destroyed || !this.#isFlowing || this.#isDeaf) return;
    if (this.#arrivedBytes === 0 && (!this.#peerEnded || this.#hasEmittedEnd)) return;
    this.#isDelivering = true;
    this.#machine.schedule(this.#latency(), () => {
      this.#isDelivering = false;
      if (this.destroyed || !this.#isFlowing || this.#isDeaf) return;
      if (this.#arrivedBytes === 0) {
        this.#emitEnd();
        return;
      }
      const { random } = this.#network;
      const count = random.chance(0.5) ? this.#arrivedBytes : 1 + random.below(this.#arrivedBytes);
      this.#arrivedBytes -= count;
      const bytes = takeBytes(this.#arrived, count);
      this.#peer?.roomAgain();
      this.#deliver();
      this.#emitData(bytes);
    });
  }

  #emitData(bytes: Buffer): void {
    if (!this.#reusesChunks) {
      this.emit('data', bytes);
      return;
    }
    const chunk = Buffer.from(bytes);
    this.emit('data', chunk);
    chunk.fill(OVERWRITTEN);
  }

  #emitEnd(): void {
    this.#hasEmittedEnd = true;
    this.emit('end');
    if (this.destroyed) return;
    this.end();
    this.#closeWhenBothEnded();
  }

  #closeWhenBothEnded(): void {
    if (this.#hasSentEnd && this.#hasEmittedEnd && !this.destroyed) this.#close();
  }

  #fail(error: Error): void {
    this.#close(error);
    this.#tellEnd();
  }

  #close(error?: Error): void {
    this.destroyed = true;
    this.#outliveMachine();
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#arrived = [];
    this.#arrivedBytes = 0;
    const unsent = this.#pending;
    this.#pending = [];
    this.#machine.schedule(0, () => {
      for (const { onDone } of unsent) onDone();
      if (error !== undefined) this.emit('error', error);
      this.emit('close');
    });
  }

  #vanish(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.#peer?.resetByPeer();
  }

  #latency(): number {
    return this.#network.latencyMs(this.#network.random);
  }
}

/** Takes `count` bytes off the front of `chunks`, which hold at least as many. */
function takeBytes(chunks: Buffer[], count: number): Buffer {
  const taken: Buffer[] = [];
  for (let rest = count; rest > 0;) {
    const first = chunks[0];
    assert(first !== undefined, 'as many bytes are there as are taken');
    if (first.length <= rest) chunks.shift();
    else chunks[0] = first.subarray(rest);
    taken.push(first.length <= rest ? first : first.subarray(0, rest));
    rest -= Math.min(rest, first.length);
  }
  return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken, count);
}
