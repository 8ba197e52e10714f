/** A record between the caller's object and the batch: its parts as the encoder takes them. */
import { recordSizeBound, type RecordBytes, type RecordHeader } from '#protocol';
import { headerEntries, type HeadersInput } from '../records/headers.ts';
import type { SerializerContext } from '../records/serializers.ts';

export class RecordDraft {
  key: RecordBytes = null;
  value: RecordBytes = null;
  headers: readonly RecordHeader[] = NO_HEADERS;
  /** -1 where the record names none. */
  partition = -1;
  /** Milliseconds; -1 where the record has none. */
  timestamp = -1;
  /** Where a serializer gave a promise. */
  pendingKey: Promise<Uint8Array | string | null> | null = null;
  pendingValue: Promise<Uint8Array | string | null> | null = null;
  /** What the serializers that gave a promise were called with. */
  pendingContexts: readonly DraftContext[] = NO_CONTEXTS;

  /** What it will take in memory, near enough; nothing is known of what is pending. */
  get approximateBytes(): number {
    return recordSizeBound(this.key, this.value, this.headers);
  }

  /** Takes over the headers that serializers added. */
  addHeaders(contexts: readonly DraftContext[]): void {
    for (const { added } of contexts) if (added !== null) this.headers = [...this.headers, ...added];
  }

  /** Copies key and value: their bytes are the caller's again. */
  takeBytes(): void {
    if (this.key !== null && typeof this.key !== 'string') this.key = Buffer.from(this.key);
    if (this.value !== null && typeof this.value !== 'string') this.value = Buffer.from(this.value);
  }

  copy(): RecordDraft {
    const copy = new RecordDraft();
    copy.key = this.key;
    copy.value = this.value;
    copy.headers = this.headers;
    copy.partition = this.partition;
    copy.timestamp = this.timestamp;
    return copy;
  }
}

/** What a serializer is called with, and the headers that it adds. */
export class DraftContext implements SerializerContext {
  readonly topic: string;
  readonly headers: HeadersInput | undefined;
  readonly isKey: boolean;
  added: RecordHeader[] | null = null;

  constructor(topic: string, headers: HeadersInput | undefined, isKey: boolean) {
    this.topic = topic;
    this.headers = headers;
    this.isKey = isKey;
  }

  addHeader(name: string, value: Uint8Array | string | null): void {
    this.added ??= [];
    this.added.push({ key: name, value: checkedBytes(value, `the value of header "${name}"`) });
  }
}

export const NO_HEADERS: readonly RecordHeader[] = [];
const NO_CONTEXTS: readonly DraftContext[] = [];

/** In the order given. Throws TypeError where a name is no string or a value is none of what it may be. */
export function recordHeaders(input: HeadersInput | null | undefined): readonly RecordHeader[] {
  if (input === undefined || input === null) return NO_HEADERS;
  const headers: RecordHeader[] = [];
  if (typeof input !== 'object')
    throw new TypeError(`headers must be pairs, an object, a Map or Headers, not ${typeof input}`);
  for (const pair of headerEntries(input)) {
    if (!Array.isArray(pair))
      throw new TypeError(`a list of headers holds pairs, as [name, value], not ${typeof pair}`);
    const [key, value] = pair;
    if (typeof key !== 'string') throw new TypeError(`the name of a header must be a string, not ${typeof key}`);
    headers.push({ key, value: checkedBytes(value, `the value of header "${key}"`) });
  }
  return headers.length === 0 ? NO_HEADERS : headers;
}

/** `value` as the encoder takes it: undefined is null. Throws TypeError for what is neither text nor bytes. */
export function checkedBytes(value: unknown, what: string): RecordBytes {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  const given = Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  throw new TypeError(`${what} must be text, bytes or null, not ${given}`);
}
