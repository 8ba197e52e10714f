/** Sessions by key, each key's in the order of their ends. */
import { MemoryStore } from './memory-store.ts';
import type { SessionStore, Windowed } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';
import { sessionKeyBytes, sessionKeyParts } from './window-key.ts';

interface Session<K, V> {
  readonly window: Windowed<K>;
  readonly value: V;
}

export class MemorySessionStore<K, V> extends MemoryStore implements SessionStore<K, V> {
  readonly retentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  /** Of each key, ascending by end, then start. */
  readonly #sessions = new Map<string, Session<K, V>[]>();
  #observedTime = -1;

  constructor(name: string, serdes: StoreSerdes<K, V>, retentionMs: number) {
    super(name);
    this.#serdes = serdes;
    this.retentionMs = retentionMs;
  }

  get(key: K, start: number, end: number): V | undefined {
    const sessions = this.#live(this.#serdes.keyText(key));
    return sessions.find(({ window }) => window.start === start && window.end === end)?.value;
  }

  put(window: Windowed<K>, value: V | null): void {
    const bytes = this.#serdes.keyBytes(window.key);
    this.#observedTime = Math.max(this.#observedTime, window.end);
    if (window.end < this.#earliest) this.context?.drop('expired window');
    else this.#set(bytes.toString('latin1'), window, value);
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    changelog.write(sessionKeyBytes(bytes, window), this.#serdes.valueBytes(value), this.context?.timestamp() ?? 0);
  }

  restore(bytes: Uint8Array, value: Uint8Array | null): void {
    const { key, start, end } = sessionKeyParts(bytes);
    this.#observedTime = Math.max(this.#observedTime, end);
    if (end < this.#earliest) return;
    const window = { key: this.#serdes.key(key), start, end };
    this.#set(Buffer.from(key).toString('latin1'), window, value === null ? null : this.#serdes.value(value));
  }

  *find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    for (const { window, value } of this.#live(this.#serdes.keyText(key)).slice()) {
      if (window.end >= earliestEnd && window.start <= latestStart) yield [window, value];
    }
  }

  *findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    const texts = [...this.#sessions.keys()].sort();
    const found = texts.flatMap((text) => this.#live(text));
    const ended = found.filter(({ window }) => window.end >= earliestEnd && window.end <= latestEnd);
    for (const { window, value } of ended.sort((one, other) => one.window.end - other.window.end))
      yield [window, value];
  }

  override close(): void {
    this.#sessions.clear();
    super.close();
  }

  get #earliest(): number {
    return this.#observedTime - this.retentionMs + 1;
  }

  /** What has not expired of a key's; the rest goes. */
  #live(text: string): Session<K, V>[] {
    const sessions = this.#sessions.get(text) ?? [];
    const count = sessions.findIndex(({ window }) => window.end >= this.#earliest);
    if (count < 0) this.#sessions.delete(text);
    else if (count > 0) sessions.splice(0, count);
    return count < 0 ? [] : sessions;
  }

  #set(text: string, window: Windowed<K>, value: V | null): void {
    const others = this.#live(text).filter((one) => one.window.start !== window.start || one.window.end !== window.end);
    if (value !== null) others.push({ window, value });
    others.sort((one, other) => one.window.end - other.window.end || one.window.start - other.window.start);
    if (others.length === 0) this.#sessions.delete(text);
    else this.#sessions.set(text, others);
  }
}
