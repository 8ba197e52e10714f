/**
 * Protobuf as a format of registries. Its canonical text is printed anew from what was registered; the normalized one
 * says types by their full names and everything in order.
 *
 * Invariant: a stored text is not linked before somebody compares it or asks for its descriptor, so that a registry
 * with a hundred thousand of them starts fast.
 */
import { assert } from '#kernel';

import type {
  DifferenceOptions,
  ParsedSchema,
  SchemaDifference,
  SchemaFormat,
  SchemaParseOptions,
  SchemaReference,
  SchemaSource,
} from '../schema-format.ts';
import { checkProto } from './check-proto.ts';
import { LinkedSchema, MAIN_FILE } from './linked-schema.ts';
import { normalizeProto, withoutExtensions } from './normalize-proto.ts';
import { parseProto } from './parse-proto.ts';
import { printProto } from './print-proto.ts';
import type { ProtoFile } from './proto-ast.ts';
import { protoOfBase64 } from './proto-of-descriptor.ts';
import { retagProto, type ProtoTagVisit } from './proto-tags.ts';
import { protobufDifferences } from './protobuf-differences.ts';
import { wellKnownProto } from './well-known-protos.ts';

/** A `.proto` file that was understood. */
export class ParsedProtobufSchema implements ParsedSchema {
  readonly schemaType = 'PROTOBUF';
  readonly references: readonly SchemaReference[];
  /** What the text says. */
  readonly proto: ProtoFile;
  /** The texts of what it imports, by name. */
  readonly resolved: ReadonlyMap<string, string>;
  #canonicalText: string | null = null;
  #linked: LinkedSchema | null = null;
  #normalized: ParsedProtobufSchema | null = null;

  constructor(proto: ProtoFile, { references, resolved }: Pick<SchemaSource, 'references' | 'resolved'>) {
    this.proto = proto;
    this.references = references;
    this.resolved = resolved;
  }

  get canonicalText(): string {
    return (this.#canonicalText ??= printProto(this.proto));
  }

  /** Of its first message, else of its first enum. */
  get name(): string | null {
    const first = this.proto.messages[0] ?? this.proto.enums[0];
    if (first === undefined) return null;
    return this.proto.packageName === '' ? first.name : `${this.proto.packageName}.${first.name}`;
  }

  /** With its imports. Throws SchemaError where one is missing. */
  get linked(): LinkedSchema {
    return (this.#linked ??= new LinkedSchema(this.proto, (name) => this.#import(name)));
  }

  normalized(): ParsedProtobufSchema {
    if (this.#normalized !== null) return this.#normalized;
    const references = this.references.toSorted((left, right) =>
      left.name < right.name ? -1 : left.name > right.name ? 1 : 0,
    );
    this.#normalized = new ParsedProtobufSchema(normalizeProto(this.linked.files), {
      references,
      resolved: this.resolved,
    });
    return this.#normalized;
  }

  /** `serialized` is the base64 of its descriptor; `ignore_extensions` leaves out extensions and custom options. */
  formatted(form: string): string {
    if (form === 'ignore_extensions') return printProto(withoutExtensions(this.proto));
    if (form !== 'serialized') return this.canonicalText;
    const { linked } = this;
    return linked.serialize(linked.descriptor).toString('base64');
  }

  isEquivalentTo(other: ParsedSchema): boolean {
    if (!(other instanceof ParsedProtobufSchema) || this.canonicalText !== other.canonicalText) return false;
    if (this.resolved.size !== other.resolved.size) return false;
    for (const [name, text] of this.resolved) {
      const theirs = other.resolved.get(name);
      if (theirs === undefined) return false;
      if (theirs !== text && printProto(readProto(text)) !== printProto(readProto(theirs))) return false;
    }
    return true;
  }

  #import(name: string): ProtoFile | null {
    const text = this.resolved.get(name);
    return text === undefined ? wellKnownProto(name) : readProto(text);
  }
}

/** Reads a text, or the base64 of a descriptor. Throws SchemaError. */
function readProto(text: string): ProtoFile {
  return protoOfBase64(text) ?? parseProto(text);
}

/** The text with other tags; the text as it came where nothing was changed. Throws SchemaError where it is none. */
export function retaggedProtoText(text: string, visit: ProtoTagVisit): string {
  let isChanged = false;
  const file = retagProto(readProto(text), (place, tags) => {
    const wanted = visit(place, tags);
    isChanged ||= wanted !== tags;
    return wanted;
  });
  return isChanged ? printProto(file) : text;
}

export const protobufFormat: SchemaFormat = {
  schemaType: 'PROTOBUF',

  parse(source: SchemaSource, { isNew }: SchemaParseOptions): ParsedProtobufSchema {
    const schema = new ParsedProtobufSchema(readProto(source.text), source);
    if (isNew) {
      checkProto(schema.linked.files);
      // What is said of options and defaults is looked at when the descriptor is made.
      assert(schema.linked.descriptor.name === MAIN_FILE, 'a schema has a descriptor');
    }
    return schema;
  },

  differences(reader: ParsedSchema, writer: ParsedSchema, _options: DifferenceOptions): readonly SchemaDifference[] {
    assert(
      reader instanceof ParsedProtobufSchema && writer instanceof ParsedProtobufSchema,
      'both schemas are of this format',
    );
    return protobufDifferences(reader.linked.files, writer.linked.files);
  },
};
