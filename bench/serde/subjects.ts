/**
 * Who is measured: Samsa, the two serdes for registries on npm, avsc, which is the codec below both of them, and fastavro
 * (`fastavro.py`). Each gives functions for one value; those that answer with a promise are awaited for each value.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Sample } from './data.ts';

export interface Coding {
  readonly serialize: () => unknown;
  readonly deserialize: () => unknown;
  /** Null where it cannot be told to read as another schema. */
  readonly deserializeEvolved: (() => unknown) | null;
}

export type Subject = 'samsa' | 'confluentinc' | 'kafkajs' | 'avsc';

export interface SubjectOptions {
  readonly sample: Sample;
  readonly url: string;
  /** The folder that has the packages. */
  readonly folder: string;
}

export const TOPIC = 'bench';
const SUBJECT = 'bench-value';

/** Null where it has no such format. */
export function codingOf(subject: Subject, options: SubjectOptions): Promise<Coding | null> {
  switch (subject) {
    case 'samsa':
      return import('./samsa-coding.ts').then(({ samsaCoding }) => samsaCoding(options));
    case 'confluentinc':
      return confluentinc(options);
    case 'kafkajs':
      return kafkajs(options);
    default:
      return Promise.resolve(avsc(options));
  }
}

interface AvscType {
  toBuffer(value: unknown): Buffer;
  fromBuffer(bytes: Buffer, resolver?: object): unknown;
  createResolver(writer: AvscType): object;
}

function avsc({ sample, folder }: SubjectOptions): Coding | null {
  if (sample.format !== 'AVRO') return null;
  const { Type } = load(folder, 'avsc') as { Type: { forSchema(schema: unknown): AvscType } };
  const type = Type.forSchema(JSON.parse(sample.schema));
  const bytes = type.toBuffer(sample.value);
  const evolved = Type.forSchema(JSON.parse(sample.evolved ?? sample.schema));
  const resolver = evolved.createResolver(type);
  return {
    serialize: () => type.toBuffer(sample.value),
    deserialize: () => type.fromBuffer(bytes),
    deserializeEvolved: () => evolved.fromBuffer(bytes, resolver),
  };
}

interface KafkajsRegistry {
  register(schema: object, options: object): Promise<{ id: number }>;
  encode(id: number, value: unknown): Promise<Buffer>;
  decode(bytes: Buffer, options?: object): Promise<unknown>;
}

async function kafkajs({ sample, url, folder }: SubjectOptions): Promise<Coding> {
  const { SchemaRegistry } = load(folder, '@kafkajs/confluent-schema-registry') as {
    SchemaRegistry: new (options: object) => KafkajsRegistry;
  };
  const registry = new SchemaRegistry({ host: url });
  const { id } = await registry.register({ type: sample.format, schema: sample.schema }, { subject: SUBJECT });
  const bytes = await registry.encode(id, sample.value);
  const readerSchema = sample.evolved === null ? null : (JSON.parse(sample.evolved) as object);
  return {
    serialize: () => registry.encode(id, sample.value),
    deserialize: () => registry.decode(bytes),
    deserializeEvolved: readerSchema === null ? null : () => registry.decode(bytes, { AVRO: { readerSchema } }),
  };
}

interface ConfluentCoder {
  serialize(topic: string, value: unknown): Promise<Buffer>;
  deserialize(topic: string, bytes: Buffer): Promise<unknown>;
}

type ConfluentClass = new (client: object, kind: string, config: object) => ConfluentCoder;

/** Its Protobuf goes by descriptors, and is left out. */
async function confluentinc({ sample, url, folder }: SubjectOptions): Promise<Coding | null> {
  if (sample.format === 'PROTOBUF') return null;
  const confluent = load(folder, '@confluentinc/schemaregistry') as Record<string, unknown> & {
    SchemaRegistryClient: new (options: object) => { register(subject: string, schema: object): Promise<number> };
  };
  const client = new confluent.SchemaRegistryClient({ baseURLs: [url], cacheCapacity: 100 });
  await client.register(SUBJECT, { schemaType: sample.format, schema: sample.schema });
  const name = sample.format === 'AVRO' ? 'Avro' : 'Json';
  const [Serializer, Deserializer] = [`${name}Serializer`, `${name}Deserializer`].map(
    (one) => confluent[one] as ConfluentClass,
  );
  const config = { autoRegisterSchemas: false, useLatestVersion: true, validate: true };
  const serializer = new Serializer!(client, 'VALUE', config);
  const deserializer = new Deserializer!(client, 'VALUE', { validate: true });
  const bytes = await serializer.serialize(TOPIC, sample.value);
  return {
    serialize: () => serializer.serialize(TOPIC, sample.value),
    deserialize: () => deserializer.deserialize(TOPIC, bytes),
    deserializeEvolved: null,
  };
}

function load(folder: string, name: string): unknown {
  return createRequire(join(folder, 'package.json'))(name);
}
