/**
 * One client's connection: frames in, answers out in the order of their requests.
 *
 * Invariants: a request begins only when all before it are answered, or where it and they are of the kind that may
 * overlap (see `Handler.overlaps`); answers leave in order; what is queued on behalf of one client is bounded, and a client that
 * does not read its answers stops its own connection only.
 */
import type { Connection, Scheduler, Timer } from '#kernel';
import { FrameReader } from '#protocol';
import { dispatchWithLogin, type ListenerSecurity, type SaslServer } from './authentication/index.ts';
import type { KafkaPrincipal } from './authorization.ts';
import { plainAddress } from './connection-admission.ts';
import type { ClientInfo } from './handler.ts';
import { type AfterAnswer, ConnectionFault, type Exchange, type RequestDispatcher } from './request-dispatcher.ts';
import type { RequestMemory } from './request-memory.ts';

/** So many requests of one connection may wait for their answers; group commits gather what they carry. */
const MAX_OVERLAPPING = 64;
/** With so many bytes of answers not taken by the client, its next request waits. */
const MAX_UNSENT_BYTES = 1024 * 1024;

const SPEAKS_TLS = 'it speaks TLS, and this listener does not';

export interface ConnectionOptions {
  readonly id: number;
  readonly listenerName: string;
  /** Null where the listener asks nobody who they are. */
  readonly security: ListenerSecurity | null;
  /** Who it is by its certificate, ANONYMOUS without one. */
  readonly principal: KafkaPrincipal;
  readonly maxFrameBytes: number;
  readonly dispatcher: RequestDispatcher;
  readonly memory: RequestMemory;
  readonly now: () => number;
  readonly scheduler: Scheduler;
  /** Called once; `reason` is null where the client closed in an orderly way. */
  onClosed(reason: string | null): void;
  /** Called when the last request in process has been answered. */
  onIdle(): void;
}

/** An answer's place in the order; `chunks` stays undefined while it is being worked on. */
interface Slot {
  readonly frameBytes: number;
  chunks: Uint8Array[] | null | undefined;
  onSent: (() => void) | null;
  /** Why the connection ends here, instead of an answer. */
  fault: string | null;
}

export class ClientConnection implements ClientInfo {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly listenerName: string;
  readonly login: SaslServer | null;
  principal: KafkaPrincipal;
  softwareName = '';
  softwareVersion = '';
  readonly openedMs: number;
  /** When bytes last moved in either direction. */
  lastActiveMs: number;
  /** When the frame that is not complete yet began; 0 when there is none. */
  frameBeganMs = 0;

  readonly #connection: Connection;
  readonly #options: ConnectionOptions;
  readonly #frameReader: FrameReader;
  readonly #frames: Buffer[] = [];
  readonly #slots: Slot[] = [];
  readonly #closedCallbacks = new Set<() => void>();
  #heldBytes = 0;
  #isExclusive = false;
  /** Some request ends the connection: none begins behind it. */
  #isFaulty = false;
  /** Why the bytes that come can no longer be followed. */
  #complaint: string | null = null;
  /** Why the connection ends once the client has taken its answers. */
  #endReason: string | null = null;
  #isPaused = false;
  /** Runs while the client is over a quota: nothing begins, and nothing is read (KIP-219). */
  #muteTimer: Timer | null = null;
  #mutedUntilMs = 0;
  /** Written at the end of this turn of the microtask queue. */
  #outgoing: Uint8Array[] = [];
  #outgoingBytes = 0;
  /** Whom to tell when those have left. */
  #onSent: (() => void)[] = [];
  #isClosed = false;

  constructor(connection: Connection, options: ConnectionOptions) {
    this.#connection = connection;
    this.#options = options;
    this.id = options.id;
    this.listenerName = options.listenerName;
    this.host = plainAddress(connection.remoteAddress ?? '');
    this.port = connection.remotePort ?? 0;
    this.principal = options.principal;
    this.login = options.security?.newLogin((principal) => this.#authenticated(principal)) ?? null;
    this.#frameReader = new FrameReader(this.login?.maxFrameBytes ?? options.maxFrameBytes);
    this.openedMs = options.now();
    this.lastActiveMs = this.openedMs;
    connection.on('data', (chunk) => this.#onData(chunk));
    connection.on('drain', () => this.#onDrain());
    connection.on('error', (error) => this.#onClose(isFarewell(error) ? this.#endReason : error.message));
    connection.on('end', () => {
      // As in Kafka, who says no more hears no more: whatever is still in process goes on without an answer.
      this.#onClose(this.#endReason);
      connection.end();
    });
    connection.on('close', () => this.#onClose(this.#endReason));
  }

  /** It has to log in first, and has not yet. */
  get awaitsLogin(): boolean {
    return this.login !== null && !this.login.isAuthenticated;
  }

  /** Nothing is read from the client until there is room for more. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Over a quota, and not read from for a while. */
  get isMuted(): boolean {
    return this.#muteTimer !== null;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** A request is being worked on. */
  get isBusy(): boolean {
    return this.#slots.length > 0;
  }

  onClosed(callback: () => void): () => void {
    this.#closedCallbacks.add(callback);
    return () => this.#closedCallbacks.delete(callback);
  }

  /** Ends the connection once the answers written so far are sent. */
  finish(): void {
    queueMicrotask(() => this.#connection.end());
    this.#onClose(null);
  }

  /** Ends the connection at once; with a reason, for the log. */
  close(reason: string | null): void {
    this.#onClose(this.#endReason ?? reason);
    this.#connection.destroy();
  }

  resumeReading(): void {
    if (this.#isClosed || !this.#isPaused || this.#complaint !== null || this.isMuted) return;
    this.#isPaused = false;
    this.#connection.resume();
  }

  #onData(chunk: Buffer): void {
    if (this.#isClosed || this.#isFaulty || this.#complaint !== null) return;
    this.lastActiveMs = this.#options.now();
    this.#heldBytes += chunk.length;
    const mayRead = this.#options.memory.take(chunk.length, this);
    const unread = this.#frameReader.push(chunk, this.#frames);
    const complaint = unread !== null && beginsTls(chunk) ? SPEAKS_TLS : unread;
    this.#complaint = complaint;
    this.frameBeganMs = this.#frameReader.bufferedBytes === 0 ? 0 : this.frameBeganMs || this.lastActiveMs;
    this.#pump();
    if (!mayRead || this.#frames.length > 0 || complaint !== null) this.#pauseReading();
  }

  #onDrain(): void {
    this.lastActiveMs = this.#options.now();
    this.#pump();
  }

  #pauseReading(): void {
    if (this.#isPaused || this.#isClosed || this.#isFaulty) return;
    this.#isPaused = true;
    this.#connection.pause();
  }

  #pump(): void {
    while (this.#frames.length > 0 && this.#mayBegin()) this.#begin(this.#frames.shift()!);
    if (this.#frames.length > 0 || this.#isClosed || this.#isFaulty) return;
    if (this.#complaint !== null) this.#fault(this.#openSlot(0), new ConnectionFault(this.#complaint));
    else if (this.#isPaused && this.#options.memory.take(0, this)) this.resumeReading();
  }

  #mayBegin(): boolean {
    return (
      !this.#isClosed &&
      !this.#isFaulty &&
      !this.#isExclusive &&
      !this.isMuted &&
      this.#slots.length < MAX_OVERLAPPING &&
      (this.#slots.length === 0 || this.#options.dispatcher.overlaps(this.#frames[0]!)) &&
      this.#connection.writableLength + this.#outgoingBytes < MAX_UNSENT_BYTES
    );
  }

  #begin(frame: Buffer): void {
    const slot = this.#openSlot(frame.length + 4);
    try {
      const { response, overlaps, after } = this.#dispatch(frame);
      if (!(response instanceof Promise)) return this.#conclude(slot, response, after);
      if (!overlaps) this.#isExclusive = true;
      response.then(
        (chunks) => {
          if (!overlaps) this.#isExclusive = false;
          this.#conclude(slot, chunks, after);
          this.#pump();
        },
        (error: unknown) => this.#fault(slot, error),
      );
    } catch (error) {
      this.#fault(slot, error);
    }
  }

  #conclude(slot: Slot, chunks: Uint8Array[] | null, after: AfterAnswer | null): void {
    if (after !== null && after.throttleTimeMs > 0) this.#mute(after.throttleTimeMs);
    slot.onSent = after?.onSent ?? null;
    this.#answer(slot, chunks);
  }

  #dispatch(frame: Buffer): Exchange {
    const { dispatcher } = this.#options;
    if (this.login === null) return dispatcher.dispatch(frame, this);
    return dispatchWithLogin(frame, this, { dispatcher, login: this.login });
  }

  #authenticated(principal: KafkaPrincipal): void {
    this.principal = principal;
    this.#frameReader.allowUpTo(this.#options.maxFrameBytes);
  }

  /** The longest of what it is told counts, where several requests were in process. */
  #mute(throttleTimeMs: number): void {
    const until = this.#options.now() + throttleTimeMs;
    if (this.#isClosed || until <= this.#mutedUntilMs) return;
    this.#mutedUntilMs = until;
    this.#muteTimer?.cancel();
    this.#muteTimer = this.#options.scheduler.after(throttleTimeMs, () => {
      this.#muteTimer = null;
      this.lastActiveMs = this.#options.now();
      this.#pump();
    });
    this.#pauseReading();
    // Its turn to read past the bound of all requests must not pass while it does not read.
    this.#options.memory.forget(this);
  }

  #openSlot(frameBytes: number): Slot {
    const slot: Slot = { frameBytes, chunks: undefined, onSent: null, fault: null };
    this.#slots.push(slot);
    this.#options.memory.requestBegan();
    return slot;
  }

  /** The connection ends in this request's place: those before it are still answered, those behind it never begin. */
  #fault(slot: Slot, error: unknown): void {
    if (!(error instanceof ConnectionFault)) throw error;
    this.#isFaulty = true;
    slot.fault = error.message;
    this.#answer(slot, null);
  }

  #endAfterAnswers(reason: string): void {
    if (this.#isClosed || this.#endReason !== null) return;
    if (this.#connection.writableLength + this.#outgoingBytes === 0) return this.close(reason);
    this.#endReason = reason;
    // A client that never takes the answers, nor ends, is cut off by the sweep like one whose request does not arrive.
    this.frameBeganMs = this.#options.now();
    this.#isPaused = false;
    this.#connection.resume();
    queueMicrotask(() => this.#connection.end());
  }

  #answer(slot: Slot, chunks: Uint8Array[] | null): void {
    slot.chunks = chunks;
    let sent = 0;
    for (; sent < this.#slots.length; sent++) {
      const first = this.#slots[sent]!;
      if (first.chunks === undefined) break;
      if (first.fault !== null) break;
      if (first.chunks !== null) this.#send(first.chunks, first.onSent);
      this.#endRequest(first);
    }
    this.#slots.splice(0, sent);
    const fault = this.#slots[0]?.fault ?? this.login?.failure ?? null;
    if (fault !== null) {
      this.#isFaulty = true;
      return this.#endAfterAnswers(fault);
    }
    if (sent > 0 && this.#slots.length === 0 && this.#frames.length === 0) this.#options.onIdle();
  }

  /** Answers that become ready together, as after a group commit, leave in one system call. */
  #send(chunks: Uint8Array[], onSent: (() => void) | null): void {
    if (this.#isClosed) return onSent?.();
    if (onSent !== null) this.#onSent.push(onSent);
    if (this.#outgoing.length === 0) queueMicrotask(this.#flush);
    for (const chunk of chunks) {
      this.#outgoing.push(chunk);
      this.#outgoingBytes += chunk.length;
    }
    this.lastActiveMs = this.#options.now();
  }

  readonly #flush = (): void => {
    const chunks = this.#outgoing;
    this.#outgoing = [];
    this.#outgoingBytes = 0;
    if (chunks.length > 1) this.#connection.cork();
    const last = chunks.length - 1;
    for (let i = 0; i < last; i++) this.#connection.write(chunks[i]!);
    this.#connection.write(chunks[last]!, this.#onceSent());
    if (chunks.length > 1) this.#connection.uncork();
  };

  #onceSent(): (() => void) | undefined {
    const waiting = this.#onSent;
    if (waiting.length === 0) return undefined;
    this.#onSent = [];
    return waiting.length === 1 ? waiting[0]! : (): void => waiting.forEach((onSent) => onSent());
  }

  #endRequest(slot: Slot): void {
    if (this.#isClosed) return;
    this.#options.memory.requestEnded();
    this.#release(slot.frameBytes);
  }

  #release(bytes: number): void {
    const released = Math.min(bytes, this.#heldBytes);
    this.#heldBytes -= released;
    this.#options.memory.release(released);
  }

  #onClose(reason: string | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#muteTimer?.cancel();
    for (let i = this.#slots.length; i > 0; i--) this.#options.memory.requestEnded();
    this.#release(this.#heldBytes);
    this.#options.memory.forget(this);
    this.#frames.length = 0;
    for (const callback of this.#closedCallbacks) callback();
    this.#closedCallbacks.clear();
    this.#options.onClosed(reason);
  }
}

/** A ClientHello, whose first bytes would be a frame of 369 million bytes. */
function beginsTls(chunk: Buffer): boolean {
  return chunk[0] === 0x16 && chunk[1] === 0x03;
}

/** A client that went away without a word, or, over TLS, without having read all of it. */
function isFarewell(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
