/**
 * The reading side of a serde: for each schema that a payload names, how it is read. A schema is fetched once; from then on
 * every payload of it is read at once, also while the registry is down.
 *
 * Invariant: no payload makes more than an error: whatever its bytes are, what is thrown is a SerdeError that says why.
 */
import { SchemaIdReader } from '../framing/schema-id.ts';
import { BoundedCache } from '../registry-client/bounded-cache.ts';
import type { RegistryClient } from '../registry-client/registry-client.ts';
import type { RegisteredSchema } from '../registry-client/registry-types.ts';
import { reasonOf, SerdeError } from '../serde-error.ts';
import type { ReadableHeaders } from '../serde.ts';
import type { PayloadCodec, PayloadReader } from './payload-codec.ts';
import { refuseRules } from './rules.ts';
import { checkType } from './schema-writers.ts';
import { inContext } from './subject-name.ts';

export interface SchemaReadersOptions<S> {
  readonly isKey: boolean;
  readonly codec: PayloadCodec<S>;
  readonly registry: RegistryClient;
  readonly contextOf: ((topic: string) => string) | null;
  /** Schemas with rules are taken for schemas without. */
  readonly ignoresRules: boolean;
  /** Whether the header is looked at. */
  readonly readsHeaders: boolean;
  /** The schema that values are read as; null where they are read as they were written. */
  own(): Promise<S> | null;
}

/** Readers of one serde that are kept, and reasons why there is none. */
const MAX_READERS = 1000;
/** An id that could not be had is asked for again after a while, when a record with it comes. */
const FAILURE_TTL_MS = 1000;

export class SchemaReaders<S> {
  readonly #options: SchemaReadersOptions<S>;
  /** By id; by context and id, or GUID. */
  readonly #byId: BoundedCache<number, PayloadReader>;
  readonly #byName: BoundedCache<string, PayloadReader>;
  readonly #failures: BoundedCache<string, SerdeError>;
  readonly #finding = new Map<string, Promise<PayloadReader>>();
  readonly #named: SchemaIdReader;
  #lastId = -1;
  #last: PayloadReader | null = null;

  constructor(options: SchemaReadersOptions<S>) {
    this.#options = options;
    const { clock } = options.registry.env;
    const bounds = { clock, maxEntries: MAX_READERS, ttlMs: -1 };
    this.#byId = new BoundedCache(bounds);
    this.#byName = new BoundedCache(bounds);
    this.#failures = new BoundedCache({ clock, maxEntries: MAX_READERS, ttlMs: FAILURE_TTL_MS });
    this.#named = new SchemaIdReader(options.isKey);
  }

  /** A promise only where the schema has to be fetched first. */
  deserialize(topic: string, bytes: Buffer, headers: ReadableHeaders | null): unknown {
    const reader = this.#known(topic, bytes, headers);
    const named = this.#named;
    if (reader !== null)
      return this.#read(reader, named.rest === null ? bytes : joined(named.rest, bytes), named.start);
    const { start, rest } = named;
    return this.#found(topic).then((found) => this.#read(found, rest === null ? bytes : joined(rest, bytes), start));
  }

  /** At once; throws SCHEMA_NOT_LOADED, or why the schema could not be had, where it was not fetched before. */
  deserializeNow(topic: string, bytes: Buffer, headers: ReadableHeaders | null): unknown {
    const reader = this.#known(topic, bytes, headers);
    const named = this.#named;
    if (reader === null) throw this.#notLoaded(topic);
    return this.#read(reader, named.rest === null ? bytes : joined(named.rest, bytes), named.start);
  }

  /** Until the schema that the payload names is there; null where it is, or the payload names none. */
  prepare(topic: string, bytes: Buffer, headers: ReadableHeaders | null): Promise<unknown> | null {
    try {
      return this.#known(topic, bytes, headers) === null ? this.#found(topic) : null;
    } catch {
      // Said when the record is read.
      return null;
    }
  }

  /** Leaves in `#named` which schema the payload names, and where it begins. */
  #known(topic: string, bytes: Buffer, headers: ReadableHeaders | null): PayloadReader | null {
    const named = this.#named;
    named.read(bytes, this.#options.readsHeaders ? headers : null);
    if (named.guid !== null) return this.#byName.get(named.guid) ?? null;
    if (this.#options.contextOf !== null) return this.#byName.get(this.#key(topic)) ?? null;
    if (named.id === this.#lastId) return this.#last;
    const reader = this.#byId.get(named.id) ?? null;
    if (reader !== null) {
      this.#lastId = named.id;
      this.#last = reader;
    }
    return reader;
  }

  /** Of the schema that `#named` has. */
  #key(topic: string): string {
    const { id, guid } = this.#named;
    const { contextOf } = this.#options;
    return guid ?? (contextOf === null ? String(id) : `${contextOf(topic)} ${id}`);
  }

  #read(reader: PayloadReader, bytes: Buffer, start: number): unknown {
    try {
      return reader(bytes, start);
    } catch (error) {
      if (error instanceof SerdeError) throw error;
      throw new SerdeError('CORRUPT_PAYLOAD', `The payload cannot be read: ${reasonOf(error)}`, { cause: error });
    }
  }

  #notLoaded(topic: string): SerdeError {
    const key = this.#key(topic);
    const failure = this.#failures.get(key);
    if (failure !== undefined) return failure;
    // Whoever reads the record once more has it.
    this.#found(topic).catch(() => undefined);
    const message = `Schema ${this.#named.guid ?? this.#named.id} is not loaded yet: a consumer loads it before it hands a record out`;
    return new SerdeError('SCHEMA_NOT_LOADED', message, { retriable: true });
  }

  #found(topic: string): Promise<PayloadReader> {
    const key = this.#key(topic);
    const finding = this.#finding.get(key);
    if (finding !== undefined) return finding;
    const failure = this.#failures.get(key);
    if (failure !== undefined) return Promise.reject(failure);
    const { id, guid } = this.#named;
    const promise = this.#find(topic, { id, guid, key }).finally(() => this.#finding.delete(key));
    this.#finding.set(key, promise);
    return promise;
  }

  async #find(topic: string, asked: { id: number; guid: string | null; key: string }): Promise<PayloadReader> {
    const { registry, contextOf, codec } = this.#options;
    const { id, guid, key } = asked;
    try {
      const subject = contextOf === null ? '' : inContext(contextOf(topic), '');
      const registered = await (guid === null ? registry.schemaById(id, subject) : registry.schemaByGuid(guid));
      const reader = await this.#compile(registered, codec);
      if (guid === null && contextOf === null) this.#byId.set(id, reader);
      else this.#byName.set(key, reader);
      return reader;
    } catch (error) {
      const failure = unreadable(guid ?? String(id), error);
      this.#failures.set(key, failure);
      throw failure;
    }
  }

  async #compile(registered: RegisteredSchema, codec: PayloadCodec<S>): Promise<PayloadReader> {
    checkType(registered, codec.schemaType);
    if (!this.#options.ignoresRules) refuseRules(registered, 'READ');
    const resolved = await this.#options.registry.resolve(registered);
    const source = { text: registered.schema, references: registered.references, resolved };
    const writer = codec.parse(source, false);
    return codec.reader(writer, await this.#options.own());
  }
}

/** The payload behind what else the header had: message indexes may stand there. */
function joined(rest: Buffer, bytes: Buffer): Buffer {
  return Buffer.concat([rest, bytes]);
}

function unreadable(name: string, error: unknown): SerdeError {
  if (!(error instanceof SerdeError)) {
    return new SerdeError('INVALID_SCHEMA', `Schema ${name} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  const { code, retriable, status, errorCode } = error;
  const more = { ...(status === undefined ? {} : { status }), ...(errorCode === undefined ? {} : { errorCode }) };
  return new SerdeError(code, `Schema ${name}, which the payload names, is of no use: ${error.message}`, {
    retriable,
    cause: error,
    ...more,
  });
}
