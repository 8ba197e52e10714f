/** Samsa's serdes: the one subject whose process reads the checkout's sources. */
import { avro, jsonSchema, protobuf, RegistryClient, type Serde } from '../../src/serde/index.ts';
import type { Sample } from './data.ts';
import { TOPIC, type Coding, type SubjectOptions } from './subjects.ts';

export async function samsaCoding({ sample, url }: SubjectOptions): Promise<Coding> {
  const registry = new RegistryClient({ schemaRegistryUrl: url });
  const serde = serdeOf(sample, registry, sample.schema);
  const bytes = (await serde.serialize(TOPIC, sample.value))!;
  await serde.deserialize(TOPIC, bytes);
  const evolved = sample.evolved === null ? null : serdeOf(sample, registry, sample.evolved);
  await evolved?.deserialize(TOPIC, bytes);
  return {
    serialize: () => serde.serialize(TOPIC, sample.value),
    deserialize: () => serde.deserialize(TOPIC, bytes),
    deserializeEvolved: evolved === null ? null : () => evolved.deserialize(TOPIC, bytes),
  };
}

function serdeOf({ format, message }: Sample, registry: RegistryClient, schema: string): Serde<object> {
  switch (format) {
    case 'AVRO':
      return avro<object>({ registry, schema });
    case 'JSON':
      return jsonSchema<object>({ registry, schema });
    default:
      return protobuf<object>({ registry, schema, ...(message === null ? {} : { message }) });
  }
}
