/** Sessions by key, each key's in the order of their ends and then of their starts; and all by their ends, to expire. */
import { MemoryStore } from './memory-store.ts';
import type { SessionStore, Windowed } from './state-store.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';
import { TimeIndex } from './time-index.ts';
import { Timeline } from './timeline.ts';
import { sessionKeyBytes, sessionKeyParts } from './window-key.ts';

interface Session<K, V> {
  readonly window: Windowed<K>;
  readonly value: V;
}

export class MemorySessionStore<K, V> extends MemoryStore implements SessionStore<K, V> {
  readonly retentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  /** By their ends. */
  readonly #sessions = new Map<string, Timeline<Session<K, V>>>();
  readonly #ends = new TimeIndex<string>();
  #observedTime = -1;

  constructor(name: string, serdes: StoreSerdes<K, V>, retentionMs: number) {
    super(name);
    this.#serdes = serdes;
    this.retentionMs = retentionMs;
  }

  get(key: K, start: number, end: number): V | undefined {
    const sessions = this.#sessions.get(this.#serdes.keyText(key));
    if (sessions === undefined) return undefined;
    const index = placeOf(sessions, { start, end });
    return isAt(sessions, index, { start, end }) ? sessions.row(index).value : undefined;
  }

  put(window: Windowed<K>, value: V | null): void {
    this.#observe(window.end);
    if (window.end < this.#earliest) this.context?.drop('expired window');
    else this.#set(this.#serdes.keyText(window.key), window, value);
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const bytes = sessionKeyBytes(this.#serdes.keyBytes(window.key), window);
    changelog.write(bytes, this.#serdes.valueBytes(value), this.context?.timestamp() ?? 0);
  }

  protected override load(bytes: Uint8Array, value: Uint8Array | null): void {
    const { key, start, end } = sessionKeyParts(bytes);
    this.#observe(end);
    if (end < this.#earliest) return;
    const window = { key: this.#serdes.key(key), start, end };
    this.#set(latin1(key), window, value === null ? null : this.#serdes.value(value));
  }

  /** A copy: who iterates may put. */
  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    const found: (readonly [Windowed<K>, V])[] = [];
    const sessions = this.#sessions.get(this.#serdes.keyText(key));
    if (sessions === undefined) return found.values();
    for (let index = sessions.indexOf(earliestEnd); index < sessions.length; index++) {
      const { window, value } = sessions.row(index);
      if (window.start <= latestStart) found.push([window, value]);
    }
    return found.values();
  }

  *findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    for (const end of this.#ends.between(earliestEnd, latestEnd)) {
      for (const text of this.#ends.keysAt(end).sort()) {
        const sessions = this.#sessions.get(text);
        for (let index = sessions?.find(end) ?? -1; index >= 0 && index < sessions!.length; index++) {
          if (sessions!.time(index) !== end) break;
          const { window, value } = sessions!.row(index);
          yield [window, value];
        }
      }
    }
  }

  protected override forget(): void {
    this.#sessions.clear();
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
    if (count === sessions.length) this.#sessions.delete(text);
    else sessions.delete(0, count);
  };

  #set(text: string, window: Windowed<K>, value: V | null): void {
    let sessions = this.#sessions.get(text);
    if (sessions === undefined) {
      if (value === null) return;
      sessions = new Timeline();
      this.#sessions.set(text, sessions);
    }
    const index = placeOf(sessions, window);
    const isThere = isAt(sessions, index, window);
    if (value === null) {
      if (!isThere) return;
      sessions.delete(index, 1);
      if (sessions.find(window.end) < 0) this.#ends.delete(window.end, text);
      if (sessions.length === 0) this.#sessions.delete(text);
    } else if (isThere) sessions.replace(index, { window, value });
    else {
      sessions.insert(index, window.end, { window, value });
      this.#ends.add(window.end, text);
    }
  }
}

type Span = Pick<Windowed<unknown>, 'start' | 'end'>;

/** Of the first session that is not before the span. */
function placeOf<K, V>(sessions: Timeline<Session<K, V>>, { start, end }: Span): number {
  let index = sessions.indexOf(end);
  while (index < sessions.length && sessions.time(index) === end && sessions.row(index).window.start < start) index++;
  return index;
}

function isAt<K, V>(sessions: Timeline<Session<K, V>>, index: number, { start, end }: Span): boolean {
  return index < sessions.length && sessions.time(index) === end && sessions.row(index).window.start === start;
}
