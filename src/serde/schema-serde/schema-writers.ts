/**
 * The writing side of a serde: which registered schema the values of a topic are written with. It is found once for a
 * topic, by a call that waits for the registry, and from then on every call answers at once.
 *
 * Invariant: what was found goes on working while the registry is down, also where it is older than it should be.
 */
import { guidPrefix, idPrefix, KEY_SCHEMA_HEADER, VALUE_SCHEMA_HEADER } from '../framing/schema-id.ts';
import { BoundedCache } from '../registry-client/bounded-cache.ts';
import type { RegistryClient } from '../registry-client/registry-client.ts';
import type { RegisteredSchema } from '../registry-client/registry-types.ts';
import { SerdeError } from '../serde-error.ts';
import type { PayloadCodec, PayloadWriter } from './payload-codec.ts';
import { refuseRules } from './rules.ts';
import { inContext, type SubjectNames } from './subject-name.ts';
import type { SerdeConfig } from './serde-configs.ts';

/** Where headers go. */
export interface HeaderSink {
  addHeader(name: string, value: Buffer): void;
}

export interface SchemaWritersOptions<S> {
  readonly isKey: boolean;
  readonly codec: PayloadCodec<S>;
  readonly registry: RegistryClient;
  readonly config: SerdeConfig;
  readonly subjects: SubjectNames;
  readonly contextOf: ((topic: string) => string) | null;
  /** Schemas with rules are taken for schemas without. */
  readonly ignoresRules: boolean;
  readonly latestMetadata: Readonly<Record<string, string>> | null;
  /** For how long the latest version is taken for the latest; -1 for ever. */
  readonly latestTtlMs: number;
  /** The serde's own schema; null where it has none. */
  own(): Promise<S> | null;
  /** As it was given to the registry. */
  readonly references: RegisteredSchema['references'];
}

interface TopicWriter {
  readonly write: PayloadWriter;
  /** Null where the schema is named before the payload. */
  readonly header: Buffer | null;
  /** On the monotonic clock. */
  readonly expiresAt: number;
}

/** Topics of one serde whose writers are kept. */
const MAX_TOPICS = 1000;
const NO_PREFIX = Buffer.alloc(0);

export class SchemaWriters<S> {
  readonly #options: SchemaWritersOptions<S>;
  readonly #writers: BoundedCache<string, TopicWriter>;
  readonly #finding = new Map<string, Promise<TopicWriter>>();
  readonly #headerName: string;
  #lastTopic: string | null = null;
  #last: TopicWriter | null = null;

  constructor(options: SchemaWritersOptions<S>) {
    this.#options = options;
    const { clock } = options.registry.env;
    this.#writers = new BoundedCache({ clock, maxEntries: MAX_TOPICS, ttlMs: -1 });
    this.#headerName = options.isKey ? KEY_SCHEMA_HEADER : VALUE_SCHEMA_HEADER;
  }

  /** A promise only where the topic's schema has to be found first. */
  serialize(topic: string, value: unknown, headers: HeaderSink | null): Buffer | Promise<Buffer> {
    const writer = this.#known(topic);
    return writer === null ? this.#later(topic, value, headers) : this.#write(writer, value, headers);
  }

  async #later(topic: string, value: unknown, headers: HeaderSink | null): Promise<Buffer> {
    return this.#write(await this.#found(topic), value, headers);
  }

  #write({ write, header }: TopicWriter, value: unknown, headers: HeaderSink | null): Buffer {
    if (header !== null) this.#addHeader(header, headers);
    return write(value);
  }

  #addHeader(header: Buffer, headers: HeaderSink | null): void {
    if (headers !== null) return headers.addHeader(this.#headerName, header);
    const message = 'With header as the schema.id.serializer, serialize needs the headers of the record to add to';
    throw new SerdeError('INVALID_CONFIG', message);
  }

  /** Null where there is none yet, or it is too old. */
  #known(topic: string): TopicWriter | null {
    const last = topic === this.#lastTopic ? this.#last : (this.#writers.get(topic) ?? null);
    if (last === null) return null;
    if (last.expiresAt !== Infinity && last.expiresAt <= this.#options.registry.env.clock.monotonic()) return null;
    this.#lastTopic = topic;
    this.#last = last;
    return last;
  }

  /** Whoever waits for a topic's schema already is joined. */
  #found(topic: string): Promise<TopicWriter> {
    const finding = this.#finding.get(topic);
    if (finding !== undefined) return finding;
    const promise = this.#find(topic).finally(() => this.#finding.delete(topic));
    this.#finding.set(topic, promise);
    return promise;
  }

  async #find(topic: string): Promise<TopicWriter> {
    const { registry, latestTtlMs } = this.#options;
    const stale = this.#writers.get(topic);
    let writer: TopicWriter;
    try {
      writer = await this.#fetch(topic);
    } catch (error) {
      if (stale === undefined || !(error instanceof SerdeError) || !error.retriable) throw error;
      writer = { ...stale, expiresAt: registry.env.clock.monotonic() + latestTtlMs };
    }
    this.#writers.set(topic, writer);
    if (topic === this.#lastTopic) this.#last = writer;
    return writer;
  }

  async #fetch(topic: string): Promise<TopicWriter> {
    const { codec, registry, isKey, config, latestTtlMs } = this.#options;
    const own = await this.#options.own();
    const registered = await this.#registered(topic, own);
    if (!this.#options.ignoresRules) refuseRules(registered.schema, 'WRITE');
    const schema = own !== null && registered.isOwn ? own : await this.#parsed(registered.schema);
    const isHeader = (isKey ? config.keySchemaIdSerializer : config.valueSchemaIdSerializer) === 'header';
    const suffix = codec.idSuffix(schema) ?? NO_PREFIX;
    const header = isHeader ? Buffer.concat([await this.#guidHeader(registered.schema), suffix]) : null;
    const prefix = isHeader ? NO_PREFIX : Buffer.concat([idPrefix(registered.schema.id), suffix]);
    const isLatest = config.useLatestVersion || this.#options.latestMetadata !== null;
    const expiresAt = isLatest && latestTtlMs >= 0 ? registry.env.clock.monotonic() + latestTtlMs : Infinity;
    return { write: await codec.writer(schema, prefix), header, expiresAt };
  }

  /** The schema to write with; `isOwn` where it is the serde's. */
  async #registered(topic: string, own: S | null): Promise<{ schema: RegisteredSchema; isOwn: boolean }> {
    const { registry, config, latestMetadata, contextOf } = this.#options;
    const { useSchemaId, useSchemaGuid, useLatestVersion } = config;
    if (useSchemaGuid !== null || useSchemaId >= 0) {
      const subject = contextOf === null ? '' : inContext(contextOf(topic), '');
      const schema = await (useSchemaGuid === null
        ? registry.schemaById(useSchemaId, subject)
        : registry.schemaByGuid(useSchemaGuid));
      await this.#checkReads(schema, own, config.idCompatibilityStrict);
      return { schema, isOwn: false };
    }
    const subject = await this.#subject(topic, own);
    if (useLatestVersion || latestMetadata !== null) {
      const schema = await (latestMetadata === null
        ? registry.latest(subject)
        : registry.latestWithMetadata(subject, latestMetadata));
      await this.#checkReads(schema, own, config.latestCompatibilityStrict);
      return { schema, isOwn: false };
    }
    return { schema: await this.#registerOwn(subject, own), isOwn: true };
  }

  async #registerOwn(subject: string, own: S | null): Promise<RegisteredSchema> {
    const { registry, config, codec, references } = this.#options;
    if (own === null) {
      const message = `Nothing says which schema to write with under ${subject}: give schema, or useLatestVersion: true`;
      throw new SerdeError('INVALID_CONFIG', message);
    }
    const input = { schemaType: codec.schemaType, schema: codec.textOf(own), references };
    const options = { normalize: config.normalizeSchemas ? true : undefined };
    return config.autoRegisterSchemas
      ? registry.register(subject, input, options)
      : registry.lookUp(subject, input, options);
  }

  async #subject(topic: string, own: S | null): Promise<string> {
    return this.#options.subjects(topic, own === null ? null : this.#options.codec.nameOf(own));
  }

  async #parsed(schema: RegisteredSchema): Promise<S> {
    const { codec, registry } = this.#options;
    checkType(schema, codec.schemaType);
    const resolved = await registry.resolve(schema);
    return codec.parse({ text: schema.schema, references: schema.references, resolved }, false);
  }

  /** Throws INCOMPATIBLE_SCHEMA. */
  async #checkReads(schema: RegisteredSchema, own: S | null, isStrict: boolean | null): Promise<void> {
    if (own === null || isStrict !== true) return;
    const reason = this.#options.codec.incompatibility(await this.#parsed(schema), own);
    if (reason === null) return;
    const name = schema.subject === null ? `Schema ${schema.id}` : `Version ${schema.version} of ${schema.subject}`;
    const message = `${name} cannot read what is written with the schema that was given: ${reason}`;
    throw new SerdeError('INCOMPATIBLE_SCHEMA', message);
  }

  /** Older registries answer a registration with nothing but the id. */
  async #guidHeader({ id, guid, subject }: RegisteredSchema): Promise<Buffer> {
    const found = guid ?? (await this.#options.registry.schemaById(id, subject ?? '')).guid;
    if (found !== null) return guidPrefix(found);
    const message = `The registry gives no GUID for the schema of ${subject}, which a record header needs: use prefix as the schema.id.serializer`;
    throw new SerdeError('INVALID_CONFIG', message);
  }
}

/** Throws INCOMPATIBLE_SCHEMA. */
export function checkType(schema: RegisteredSchema, expected: string): void {
  if (schema.schemaType === expected) return;
  const message = `Schema ${schema.id >= 0 ? schema.id : schema.guid} is of the type ${schema.schemaType}, not ${expected}: it is read by another serde`;
  throw new SerdeError('INCOMPATIBLE_SCHEMA', message);
}
