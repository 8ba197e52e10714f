/**
 * The messages of a Protobuf schema: by full name, by where they stand in their file as payloads say it, and how each is
 * written and read. Built from the serialized descriptors, which is what protobuf-es goes by.
 *
 * Invariant: an index that is written counts the messages of its level and nothing else: neither enums nor the types behind
 * maps, as Confluent's Java serializer has it. Their Python one counts what is behind maps, so that one index may be read in
 * two ways.
 */
import type { DescFile, DescMessage } from '@bufbuild/protobuf';
import { SchemaError } from '../../schema-format.ts';
import type { ParsedProtobufSchema } from '../protobuf-format.ts';
import { compileMessage, type MessageCodec } from './compile-message.ts';
import { messageShapes, type MessageShape } from './message-shapes.ts';
import { protobufEs, protobufEsWellKnown } from './protobuf-es.ts';

const known = new WeakMap<ParsedProtobufSchema, SchemaMessages>();

/** Of a schema that was understood; made when first asked for. Throws SchemaError. */
export function protobufMessages(schema: ParsedProtobufSchema): SchemaMessages {
  const made = known.get(schema) ?? fromDescriptors(schema);
  known.set(schema, made);
  return made;
}

function fromDescriptors({ linked }: ParsedProtobufSchema): SchemaMessages {
  return new SchemaMessages(linked.descriptors.map((descriptor) => linked.serialize(descriptor)));
}

export class SchemaMessages {
  readonly #file: DescFile;
  readonly #codecs = new Map<DescMessage, MessageCodec>();

  /** `files` are serialized descriptors, each after those that it imports; the last is the schema's. Throws SchemaError. */
  constructor(files: readonly Uint8Array[]) {
    const { create, createFileRegistry, fromBinary } = protobufEs();
    const { FileDescriptorProtoSchema, FileDescriptorSetSchema } = protobufEsWellKnown();
    try {
      const file = files.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
      const registry = createFileRegistry(create(FileDescriptorSetSchema, { file }));
      const main = file.at(-1) === undefined ? undefined : registry.getFile(file.at(-1)!.name);
      if (main === undefined) throw new Error('there is no file');
      this.#file = main;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SchemaError(`the messages of the schema cannot be put together: ${reason}`, { cause: error });
    }
  }

  /** The full name of the first message of the file; null where it has none. */
  get first(): string | null {
    return this.#file.messages[0]?.typeName ?? null;
  }

  /** All full names, those of nested messages included. */
  get names(): readonly string[] {
    return [...allMessages(this.#file.messages)].map(({ typeName }) => typeName);
  }

  /** What values look like: of the file's messages in their order, and of all that they refer to. */
  get shapes(): readonly MessageShape[] {
    return messageShapes(this.#file.messages);
  }

  /** Where the message stands: its index among the messages of each level. Null where there is no such message. */
  indexesOf(name: string): readonly number[] | null {
    const type = this.#named(name);
    if (type === null) return null;
    const indexes: number[] = [];
    let at: DescMessage | undefined = type;
    while (at !== undefined) {
      indexes.unshift((at.parent?.nestedMessages ?? this.#file.messages).indexOf(at));
      at = at.parent;
    }
    return indexes;
  }

  /** The message that stands there, and the one that does where types behind maps are counted; none, one or both. */
  namesAt(indexes: readonly number[]): readonly string[] {
    const found = [
      this.#find(indexes, ({ nestedMessages }, index) => nestedMessages[index]),
      this.#find(indexes, ({ proto, nestedMessages }, index) => {
        const name = proto.nestedType[index]?.name;
        return nestedMessages.find((nested) => nested.name === name);
      }),
    ];
    return [...new Set(found.flatMap((type) => (type === undefined ? [] : [type.typeName])))];
  }

  #find(
    [first = -1, ...others]: readonly number[],
    nested: (type: DescMessage, index: number) => DescMessage | undefined,
  ): DescMessage | undefined {
    let found: DescMessage | undefined = this.#file.messages[first];
    for (const index of others) found = found === undefined ? undefined : nested(found, index);
    return found;
  }

  /** How messages of that name are written and read. Throws SchemaError where there is none. */
  codec(name: string): MessageCodec {
    const type = this.#named(name);
    if (type === null) throw new SchemaError(`the schema has no message ${name}; it has ${this.names.join(', ')}`);
    const made = this.#codecs.get(type) ?? compileMessage(type);
    this.#codecs.set(type, made);
    return made;
  }

  #named(name: string): DescMessage | null {
    for (const type of allMessages(this.#file.messages)) if (type.typeName === name) return type;
    return null;
  }
}

function* allMessages(messages: readonly DescMessage[]): Generator<DescMessage> {
  for (const message of messages) {
    yield message;
    yield* allMessages(message.nestedMessages);
  }
}
