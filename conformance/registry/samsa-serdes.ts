/** Samsa's own serdes, producer and consumer at the commands that the drivers of others take. */
import { Consumer, Producer } from '../../src/client/index.ts';
import {
  avro,
  jsonSchema,
  protobuf,
  RegistryClient,
  type SchemaSerdeOptions,
  type Serde,
} from '../../src/serde/index.ts';
import type { ReadWithSchema, WriteWithSchema } from './commands.ts';
import { tagged, untagged } from './node/tagged-values.ts';
import { jsonOf, messageOf } from './protobuf-messages.ts';

/** Writes and reads at one broker. */
export class SamsaSerdes {
  readonly #bootstrapServers: string;

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
  }

  async write(command: WriteWithSchema): Promise<void> {
    const serde = serdeOf(command, { schema: command.schema, valueSchemaIdSerializer: command.idIn });
    const { topic, format } = command;
    await using producer = new Producer({
      bootstrapServers: this.#bootstrapServers,
      valueSerializer: serde.serializer,
    });
    const given = (value: unknown): unknown => {
      if (format === 'JSON' || value === null) return value;
      return format === 'AVRO' ? untagged(value) : messageOf(command.schema, command.message ?? '', value);
    };
    await producer.sendBatch(command.values.map((value) => ({ topic, value: given(value) as object | null })));
  }

  async read(command: ReadWithSchema): Promise<unknown[]> {
    const { topic, format, count, schema } = command;
    const serde = serdeOf(command, schema === null ? {} : { schema });
    await using consumer = new Consumer({
      bootstrapServers: this.#bootstrapServers,
      autoOffsetReset: 'earliest',
      valueDeserializer: serde.deserializer,
    });
    consumer.assign([{ topic, partition: 0 }]);
    const values: unknown[] = [];
    for await (const { value } of consumer) {
      if (format === 'JSON' || value === null) values.push(value);
      else values.push(format === 'AVRO' ? tagged(value) : jsonOf(schema ?? '', command.message ?? '', value));
      if (values.length === count) break;
    }
    return values;
  }
}

type Own = SchemaSerdeOptions & { readonly schema?: string };

function serdeOf(command: WriteWithSchema | ReadWithSchema, own: Own): Serde<object> {
  const { registry: url, format, references } = command;
  const registry = new RegistryClient({ schemaRegistryUrl: url });
  const options = { registry, references: own.schema === undefined ? [] : references, ...own };
  switch (format) {
    case 'AVRO':
      return avro<object>({ ...options, ...(usesLarge(command) ? { long: 'bigint' } : {}) });
    case 'JSON':
      return jsonSchema<object>(options);
    default:
      return protobuf<object>({ ...options, ...(command.message === null ? {} : { message: command.message }) });
  }
}

/** Longs are read as bigints where a case is about those that are no safe numbers. */
function usesLarge({ topic }: WriteWithSchema | ReadWithSchema): boolean {
  return topic.includes('large');
}
