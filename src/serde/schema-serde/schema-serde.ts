/** A serde whose payloads have a registered schema: what all formats share. */
import type { Deserializer, DeserializerContext, Serializer } from '#client';
import { asBuffer } from '#kernel';
import type { SchemaSource } from '#schema';
import { checkNames, invalidConfig, parseOptions } from '../parse-options.ts';
import { registryClientOptionNames } from '../registry-client/registry-client-configs.ts';
import { RegistryClient } from '../registry-client/registry-client.ts';
import { type ReadableHeaders, type Serde, type WritableHeaders } from '../serde.ts';
import type { PayloadCodec } from './payload-codec.ts';
import { SchemaReaders } from './schema-readers.ts';
import { SchemaWriters } from './schema-writers.ts';
import {
  schemaSerdeOptionNames,
  serdeConfigs,
  serdeDefinitions,
  type SchemaSerdeOptions,
  type SerdeConfig,
} from './serde-configs.ts';
import { subjectNames } from './subject-name.ts';

export interface SchemaSerdeParts<S> {
  /** For messages: `avro`. */
  readonly kind: string;
  readonly codec: PayloadCodec<S>;
  /** The text to write with and to read as; null where the registry alone says. */
  readonly schema: string | null;
  /** The text to read as, where that is another; null reads as it was written, undefined is as `schema`. */
  readonly readerSchema: string | null | undefined;
  /** Names of the format's own options. */
  readonly ownOptions: readonly string[];
}

/** Writes and reads with `parts.codec`. Throws INVALID_CONFIG, and INVALID_SCHEMA for a schema that is none. */
export function schemaSerde<T, S>(parts: SchemaSerdeParts<S>, options: SchemaSerdeOptions): Serde<T> {
  checkNames(parts.kind, options, [...parts.ownOptions, ...schemaSerdeOptionNames]);
  const world = openWorld(parts, options);
  return new SchemaSerde<T, S>(world, false);
}

interface World<S> {
  readonly parts: SchemaSerdeParts<S>;
  readonly options: SchemaSerdeOptions;
  readonly config: SerdeConfig;
  readonly registry: RegistryClient;
  own(): Promise<S> | null;
  readAs(): Promise<S> | null;
}

function openWorld<S>(parts: SchemaSerdeParts<S>, options: SchemaSerdeOptions): World<S> {
  const { keySubjectNameStrategy, valueSubjectNameStrategy, ...rest } = options;
  const named = {
    ...rest,
    keySubjectNameStrategy: typeof keySubjectNameStrategy === 'function' ? undefined : keySubjectNameStrategy,
    valueSubjectNameStrategy: typeof valueSubjectNameStrategy === 'function' ? undefined : valueSubjectNameStrategy,
  };
  const config = parseOptions(parts.kind, { table: serdeConfigs, definitions: serdeDefinitions }, named);
  const registry = registryOf(options);
  const references = options.references ?? [];
  const own = parsedLazily(parts, { text: parts.schema, references, registry });
  const { readerSchema } = parts;
  const readAs = readerSchema === undefined ? own : parsedLazily(parts, { text: readerSchema, references, registry });
  return { parts, options, config, registry, own, readAs };
}

function registryOf(options: SchemaSerdeOptions): RegistryClient {
  if (options.registry !== undefined) {
    const given = registryClientOptionNames.find((name) => Reflect.get(options, name) !== undefined);
    if (given === undefined) return options.registry;
    throw invalidConfig(`Give either registry or ${given}: the client that is given has options of its own`);
  }
  const own: Record<string, unknown> = {};
  for (const name of registryClientOptionNames) own[name] = Reflect.get(options, name);
  return new RegistryClient(own);
}

/**
 * A schema without references is parsed at once, so that a mistake in it shows where it was made; one with references when
 * it is first needed, as those have to be fetched.
 */
function parsedLazily<S>(
  { codec }: SchemaSerdeParts<S>,
  source: { text: string | null; references: SchemaSource['references']; registry: RegistryClient },
): () => Promise<S> | null {
  const { text, references, registry } = source;
  if (text === null) return () => null;
  if (references.length === 0) {
    const parsed = Promise.resolve(codec.parse({ text, references, resolved: new Map() }, true));
    return () => parsed;
  }
  let parsing: Promise<S> | null = null;
  const parse = async (): Promise<S> => {
    const resolved = await registry.resolve({ references, subject: null });
    return codec.parse({ text, references, resolved }, true);
  };
  return () => {
    parsing ??= parse().catch((error: unknown) => {
      parsing = null;
      throw error;
    });
    return parsing;
  };
}

class SchemaSerde<T, S> implements Serde<T> {
  readonly serializer: Serializer<T>;
  readonly deserializer: Deserializer<T>;
  readonly #world: World<S>;
  readonly #isKey: boolean;
  readonly #keys: Sides<S>;
  readonly #values: Sides<S>;
  #forKeys: Serde<T> | null = null;

  constructor(world: World<S>, isKey: boolean, sides: { keys: Sides<S>; values: Sides<S> } | null = null) {
    this.#world = world;
    this.#isKey = isKey;
    this.#keys = sides?.keys ?? sidesOf(world, true);
    this.#values = sides?.values ?? sidesOf(world, false);
    this.serializer = (value, context) => this.#of(context.isKey).writers.serialize(context.topic, value, context);
    this.deserializer = this.#deserializer();
  }

  get forKeys(): Serde<T> {
    if (this.#isKey) return this;
    this.#forKeys ??= new SchemaSerde<T, S>(this.#world, true, { keys: this.#keys, values: this.#values });
    return this.#forKeys;
  }

  serialize(topic: string, value: T | null, headers?: WritableHeaders): Buffer | null | Promise<Buffer | null> {
    if (value === null || value === undefined) return null;
    const sink =
      headers === undefined ? null : { addHeader: (name: string, text: Buffer) => void headers.set(name, text) };
    return this.#of(this.#isKey).writers.serialize(topic, value, sink);
  }

  deserialize(topic: string, bytes: Uint8Array | null, headers?: ReadableHeaders): T | null | Promise<T | null> {
    if (bytes === null) return null;
    const { readers } = this.#of(this.#isKey);
    return readers.deserialize(topic, asBuffer(bytes), headers ?? null) as T | Promise<T>;
  }

  #of(isKey: boolean): Sides<S> {
    return isKey ? this.#keys : this.#values;
  }

  #deserializer(): Deserializer<T> {
    const read = (bytes: Buffer, context: DeserializerContext): T => {
      const { readers, headersOf } = this.#of(context.isKey);
      return readers.deserializeNow(context.topic, bytes, headersOf(context)) as T;
    };
    const prepare = (bytes: Buffer, context: DeserializerContext): Promise<unknown> | null => {
      const { readers, headersOf } = this.#of(context.isKey);
      return readers.prepare(context.topic, bytes, headersOf(context));
    };
    return Object.assign(read, { prepare });
  }
}

/** Of keys, or of values. */
interface Sides<S> {
  readonly writers: SchemaWriters<S>;
  readonly readers: SchemaReaders<S>;
  headersOf(context: DeserializerContext): ReadableHeaders | null;
}

function sidesOf<S>({ parts, options, config, registry, own, readAs }: World<S>, isKey: boolean): Sides<S> {
  const contextOf = options.contextNameStrategy ?? null;
  const given = isKey ? options.keySubjectNameStrategy : options.valueSubjectNameStrategy;
  const named = isKey ? config.keySubjectNameStrategy : config.valueSubjectNameStrategy;
  const strategy = typeof given === 'function' ? given : named;
  const readsHeaders = config.schemaIdDeserializer === 'dual';
  const ignoresRules = options.ignoreRules ?? false;
  const common = { isKey, codec: parts.codec, registry, contextOf, ignoresRules };
  return {
    writers: new SchemaWriters<S>({
      ...common,
      config,
      own,
      subjects: subjectNames({ strategy, isKey, registry, contextOf }),
      latestMetadata: options.useLatestWithMetadata ?? null,
      latestTtlMs: registry.latestCacheTtlMs,
      references: options.references ?? [],
    }),
    readers: new SchemaReaders<S>({ ...common, readsHeaders, own: readAs }),
    headersOf: readsHeaders ? (context) => context.headers() : () => null,
  };
}
