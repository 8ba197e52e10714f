/** Sessions by key, each key's in the order of their ends and then of their starts; and all by their ends, to expire. */
import { type Held, HeldValues } from './held-values.ts';
import { MemoryStore } from './memory-store.ts';
import type { SessionStore, Windowed } from './state-store.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';
import { TimeIndex } from './time-index.ts';
import { Timeline } from './timeline.ts';
import { sessionKeyBytes, sessionKeyParts } from './window-key.ts';

type Span = Pick<Windowed<unknown>, 'start' | 'end'>;

export class MemorySessionStore<K, V> extends MemoryStore implements SessionStore<K, V> {
  readonly retentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  /** By their ends; what they hold has their starts for its times. */
  readonly #sessions = new Map<string, Timeline<Held<V>>>();
  readonly #held: HeldValues<V>;
  readonly #ends = new TimeIndex<string>();
  #observedTime = -1;

  /** `largeFrom`: so many sessions are many, and new ones are kept in bytes; 2^20 where absent. */
  constructor(name: string, serdes: StoreSerdes<K, V>, retentionMs: number, largeFrom?: number) {
    super(name);
    this.#serdes = serdes;
    this.#held = new HeldValues(serdes, largeFrom);
    this.retentionMs = retentionMs;
  }

  /** Of sessions; they are counted when somebody asks. */
  get approximateSize(): number {
    let count = 0;
    for (const line of this.#sessions.values()) count += line.length;
    return count;
  }

  get(key: K, start: number, end: number): V | undefined {
    const sessions = this.#sessions.get(this.#serdes.keyText(key));
    if (sessions === undefined) return undefined;
    const index = this.#placeOf(sessions, { start, end });
    return this.#isAt(sessions, index, { start, end }) ? this.#held.read(sessions.row(index)).value : undefined;
  }

  put(window: Windowed<K>, value: V | null): void {
    this.#observe(window.end);
    const isExpired = window.end < this.#earliest;
    if (isExpired) this.context?.drop('expired window');
    else this.#set(this.#serdes.keyText(window.key), window, value);
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const bytes = sessionKeyBytes(this.#serdes.keyBytes(window.key), window);
    const brief = isExpired || value === null ? null : this.#held.brief;
    changelog.write(bytes, brief ?? this.#serdes.briefValue(value), this.context?.timestamp() ?? 0);
  }

  protected override load(bytes: Uint8Array, value: Uint8Array | null): void {
    const { key, start, end } = sessionKeyParts(bytes);
    this.#observe(end);
    if (end < this.#earliest) return;
    this.#set(latin1(key), { start, end }, value === null ? null : this.#serdes.value(value));
  }

  /** A copy: who iterates may put. */
  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    const found: (readonly [Windowed<K>, V])[] = [];
    const sessions = this.#sessions.get(this.#serdes.keyText(key));
    if (sessions === undefined) return found.values();
    for (let index = sessions.indexOf(earliestEnd); index < sessions.length; index++) {
      const held = sessions.row(index);
      const start = this.#held.timestamp(held);
      if (start > latestStart) continue;
      found.push([{ key, start, end: sessions.time(index) }, this.#held.read(held).value]);
    }
    return found.values();
  }

  *findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    for (const end of this.#ends.between(earliestEnd, latestEnd)) {
      for (const text of this.#ends.keysAt(end).sort()) {
        const sessions = this.#sessions.get(text);
        for (let index = sessions?.find(end) ?? -1; index >= 0 && index < sessions!.length; index++) {
          if (sessions!.time(index) !== end) break;
          const { value, timestamp: start } = this.#held.read(sessions!.row(index));
          yield [{ key: this.#serdes.key(Buffer.from(text, 'latin1')), start, end }, value];
        }
      }
    }
  }

  protected override forget(): void {
    this.#sessions.clear();
    this.#held.clear();
    this.#ends.clear();
    this.#observedTime = -1;
  }

  get #earliest(): number {
    return this.#observedTime - this.retentionMs + 1;
  }

  #observe(end: number): void {
    if (end <= this.#observedTime) return;
    this.#observedTime = end;
    this.#ends.expire(this.#earliest, this.#forget);
  }

  readonly #forget = (text: string, end: number): void => {
    const sessions = this.#sessions.get(text);
    if (sessions === undefined) return;
    const count = sessions.indexOf(end + 1);
    for (let index = 0; index < count; index++) this.#held.release(sessions.row(index));
    if (count === sessions.length) this.#sessions.delete(text);
    else sessions.delete(0, count);
  };

  #set(text: string, window: Span, value: V | null): void {
    let sessions = this.#sessions.get(text);
    if (sessions === undefined) {
      if (value === null) return;
      sessions = new Timeline();
      this.#sessions.set(text, sessions);
    }
    const index = this.#placeOf(sessions, window);
    const isThere = this.#isAt(sessions, index, window);
    if (value === null) {
      if (!isThere) return;
      this.#held.release(sessions.row(index));
      sessions.delete(index, 1);
      if (sessions.find(window.end) < 0) this.#ends.delete(window.end, text);
      if (sessions.length === 0) this.#sessions.delete(text);
    } else if (isThere)
      sessions.replace(index, this.#held.replace(sessions.row(index), { value, timestamp: window.start }));
    else {
      sessions.insert(index, window.end, this.#held.hold({ value, timestamp: window.start }));
      this.#ends.add(window.end, text);
    }
  }

  /** Of the first session that is not before the span. */
  #placeOf(sessions: Timeline<Held<V>>, { start, end }: Span): number {
    let index = sessions.indexOf(end);
    while (
      index < sessions.length &&
      sessions.time(index) === end &&
      this.#held.timestamp(sessions.row(index)) < start
    ) {
      index++;
    }
    return index;
  }

  #isAt(sessions: Timeline<Held<V>>, index: number, { start, end }: Span): boolean {
    if (index >= sessions.length || sessions.time(index) !== end) return false;
    return this.#held.timestamp(sessions.row(index)) === start;
  }
}
