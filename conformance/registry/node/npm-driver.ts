/**
 * The serdes that others wrote in JavaScript behind the driver protocol: `npm-driver.ts NAME FOLDER BOOTSTRAP`, where NAME is
 * `confluentinc` or `kafkajs`, and FOLDER has them in its `node_modules`. Records come and go by kafkajs.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ReadWithSchema, WriteWithSchema } from '../commands.ts';
import { runRegistryDriver } from './registry-driver.ts';
import { tagged, untagged } from './tagged-values.ts';

const [name = '', folder = '', bootstrap = ''] = process.argv.slice(2);
const load = createRequire(join(folder, 'package.json'));

type Headers = Record<string, Buffer>;

/** What is used of a message of kafkajs. */
interface KafkaMessage {
  readonly value: Buffer | null;
  readonly headers?: Headers;
}

interface KafkaJs {
  readonly logLevel: { readonly NOTHING: number };
  readonly Kafka: new (options: object) => {
    producer(): {
      connect(): Promise<void>;
      send(records: { topic: string; messages: readonly KafkaMessage[] }): Promise<unknown>;
      disconnect(): Promise<void>;
    };
    consumer(options: object): {
      connect(): Promise<void>;
      subscribe(options: object): Promise<void>;
      run(options: { eachMessage(payload: { message: KafkaMessage }): Promise<void> }): Promise<void>;
      disconnect(): Promise<void>;
    };
  };
}

const kafkajs = load('kafkajs') as KafkaJs;
const kafka = new kafkajs.Kafka({ clientId: 'conformance', brokers: [bootstrap], logLevel: kafkajs.logLevel.NOTHING });

/** Bytes of values, and values of bytes. */
interface Serdes {
  readonly version: string;
  writer(command: WriteWithSchema): Promise<(value: unknown, headers: Headers) => Promise<Buffer>>;
  reader(command: ReadWithSchema): Promise<(bytes: Buffer, headers: Headers) => Promise<unknown>>;
}

const serdes = name === 'kafkajs' ? kafkajsSerdes() : confluentSerdes();

async function write(command: WriteWithSchema): Promise<void> {
  const encode = await serdes.writer(command);
  const messages: KafkaMessage[] = [];
  for (const value of command.values) {
    const headers: Headers = {};
    messages.push({ value: value === null ? null : await encode(value, headers), headers });
  }
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: command.topic, messages });
  await producer.disconnect();
}

async function read(command: ReadWithSchema): Promise<{ values: unknown[] }> {
  const decode = await serdes.reader(command);
  const consumer = kafka.consumer({ groupId: `${command.topic}-${name}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: command.topic, fromBeginning: true });
  const values: unknown[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const eachMessage = async ({ message }: { message: KafkaMessage }): Promise<void> => {
    if (values.length === command.count) return;
    try {
      values.push(message.value === null ? null : await decode(message.value, message.headers ?? {}));
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
    if (values.length === command.count) resolve();
  };
  await consumer.run({ eachMessage });
  await promise;
  await consumer.disconnect();
  return { values };
}

// @kafkajs/confluent-schema-registry.

interface KafkajsRegistry {
  register(schema: object, options: object): Promise<{ id: number }>;
  encode(id: number, value: unknown): Promise<Buffer>;
  decode(bytes: Buffer, options?: object): Promise<unknown>;
}

interface KafkajsPackage {
  readonly SchemaRegistry: new (options: object, more: object) => KafkajsRegistry;
}

function kafkajsSerdes(): Serdes {
  const { SchemaRegistry } = load('@kafkajs/confluent-schema-registry') as KafkajsPackage;
  const { version } = load('@kafkajs/confluent-schema-registry/package.json') as { version: string };
  const open = (host: string, messageName: string | null): KafkajsRegistry =>
    // It puts the package before the name by itself.
    new SchemaRegistry(
      { host },
      messageName === null ? {} : { PROTOBUF: { messageName: messageName.split('.').at(-1) } },
    );
  return {
    version: `@kafkajs/confluent-schema-registry ${version}`,
    writer: async ({ registry, topic, format, schema, references, message }) => {
      const client = open(registry, message);
      const { id } = await client.register({ type: format, schema, references }, { subject: `${topic}-value` });
      return (value) => client.encode(id, format === 'AVRO' ? untagged(value) : value);
    },
    reader: async ({ registry, format, schema, message }) => {
      const client = open(registry, message);
      const options =
        format === 'AVRO' && schema !== null ? { AVRO: { readerSchema: JSON.parse(schema) as object } } : {};
      return async (bytes) => {
        const value = await client.decode(bytes, options);
        return format === 'PROTOBUF' ? JSON.parse(JSON.stringify(value)) : tagged(value);
      };
    },
  };
}

// @confluentinc/schemaregistry.

interface Coder {
  serialize(topic: string, value: unknown, headers?: Headers): Promise<Buffer>;
  deserialize(topic: string, bytes: Buffer, headers?: Headers): Promise<unknown>;
}

type CoderClass = new (client: object, type: string, config: object) => Coder;

interface ConfluentPackage {
  readonly SchemaRegistryClient: new (options: object) => {
    register(subject: string, schema: object): Promise<number>;
  };
  readonly HeaderSchemaIdSerializer: unknown;
  readonly PrefixSchemaIdSerializer: unknown;
  readonly [className: string]: unknown;
}

interface Protobuf {
  createFileRegistry(set: object): { getMessage(typeName: string): object | undefined };
  createMutableRegistry(...types: readonly object[]): object;
  create(schema: object, value: object): object;
  fromBinary(schema: object, bytes: Uint8Array): object;
  fromJson(schema: object, json: unknown): object;
  toJson(schema: object, message: unknown): unknown;
}

const PREFIXES: Readonly<Record<string, string>> = { AVRO: 'Avro', JSON: 'Json', PROTOBUF: 'Protobuf' };

function confluentSerdes(): Serdes {
  const confluent = load('@confluentinc/schemaregistry') as ConfluentPackage;
  const { version } = load('@confluentinc/schemaregistry/package.json') as { version: string };
  const coder = (format: string, kind: 'Serializer' | 'Deserializer'): CoderClass =>
    confluent[`${PREFIXES[format]}${kind}`] as CoderClass;
  const client = (registry: string): InstanceType<ConfluentPackage['SchemaRegistryClient']> =>
    new confluent.SchemaRegistryClient({ baseURLs: [registry], cacheCapacity: 100 });
  return {
    version: `@confluentinc/schemaregistry ${version}`,
    writer: async ({ registry, topic, format, schema, references, descriptors, message, idIn }) => {
      const { HeaderSchemaIdSerializer, PrefixSchemaIdSerializer } = confluent;
      const schemaIdSerializer = idIn === 'header' ? HeaderSchemaIdSerializer : PrefixSchemaIdSerializer;
      const opened = client(registry);
      if (format === 'PROTOBUF') {
        const { type, types, protobuf } = messageType(descriptors, message ?? '');
        const serializer = new (coder(format, 'Serializer'))(opened, 'VALUE', {
          autoRegisterSchemas: true,
          schemaIdSerializer,
          registry: types,
        });
        return (value, headers) => serializer.serialize(topic, protobuf.fromJson(type, value), headers);
      }
      await opened.register(`${topic}-value`, { schemaType: format, schema, references });
      const config = { schemaIdSerializer, autoRegisterSchemas: false, useLatestVersion: true, validate: true };
      const serializer = new (coder(format, 'Serializer'))(opened, 'VALUE', config);
      return (value, headers) => serializer.serialize(topic, format === 'AVRO' ? untagged(value) : value, headers);
    },
    reader: async ({ registry, topic, format, descriptors, message }) => {
      const deserializer = new (coder(format, 'Deserializer'))(client(registry), 'VALUE', {});
      if (format !== 'PROTOBUF')
        return async (bytes, headers) => tagged(await deserializer.deserialize(topic, bytes, headers));
      const { type, protobuf } = messageType(descriptors, message ?? '');
      return async (bytes, headers) => protobuf.toJson(type, await deserializer.deserialize(topic, bytes, headers));
    },
  };
}

/** The type of the last of the files that has the message. */
function messageType(
  descriptors: readonly string[],
  message: string,
): { type: object; types: object; protobuf: Protobuf } {
  const protobuf = load('@bufbuild/protobuf') as Protobuf;
  const wkt = load('@bufbuild/protobuf/wkt') as Record<string, object>;
  const file = descriptors.map((text) =>
    protobuf.fromBinary(wkt['FileDescriptorProtoSchema']!, Buffer.from(text, 'base64')),
  );
  const timestamp = (wkt['file_google_protobuf_timestamp'] as { proto: object }).proto;
  const set = protobuf.create(wkt['FileDescriptorSetSchema']!, { file: [timestamp, ...file] });
  const type = protobuf.createFileRegistry(set).getMessage(message);
  if (type === undefined) throw new Error(`the descriptors have no ${message}`);
  return { type, types: protobuf.createMutableRegistry(type), protobuf };
}

await runRegistryDriver(serdes.version, { writeWithSchema: write, readWithSchema: read });
