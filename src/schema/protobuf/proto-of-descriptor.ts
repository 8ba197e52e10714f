/**
 * A descriptor → what its file says: how registries take schemas from those who have no text. Entries of maps become
 * maps again, as nobody would spell them out; options that no file known here declares are lost with their types.
 */
import { SchemaError } from '../schema-format.ts';
import { camelCase } from './build-descriptor.ts';
import { checkDescriptor } from './check-descriptor.ts';
import { decodeMessage, isMessage } from './descriptor-codec.ts';
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OptionsObject,
  RangeDescriptor,
} from './descriptors.ts';
import { EDITION_NUMBERS, LABEL_REPEATED, LABEL_REQUIRED } from './descriptors.ts';
import { descriptorTypes } from './linked-schema.ts';
import type { FieldType, MessageType } from './message-types.ts';
import { parseProto } from './parse-proto.ts';
import { printProto } from './print-proto.ts';
import type {
  OptionValue,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoReserved,
} from './proto-ast.ts';
import { MAX_FIELD_NUMBER } from './proto-ast.ts';
import { scalarByNumber, TYPE_ENUM, TYPE_GROUP, TYPE_MESSAGE } from './scalar-types.ts';

/**
 * Null where the text is not the base64 of a file's descriptor. The file is printed and read again, so that nothing gets
 * in this way that a text could not say. Throws SchemaError where it could not.
 */
export function protoOfBase64(text: string): ProtoFile | null {
  const trimmed = text.trim();
  if (trimmed === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) return null;
  const type = descriptorTypes().messages.get('google.protobuf.FileDescriptorProto')!;
  const descriptor = decoded(type, Buffer.from(trimmed, 'base64'));
  if (descriptor === null) return null;
  checkDescriptor(type, { ...descriptor });
  return parseProto(printProto(new Reader(descriptor).file()));
}

function decoded(type: MessageType, bytes: Buffer): FileDescriptor | null {
  try {
    const descriptor = decodeMessage(type, bytes);
    return isFileDescriptor(descriptor) ? descriptor : null;
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

/** What the codec gives has the fields of the type that it was decoded as, each of its type; only they may be missing. */
function isFileDescriptor(value: object): value is FileDescriptor {
  return 'name' in value;
}

class Reader {
  readonly #file: FileDescriptor;
  #position = 0;

  constructor(file: FileDescriptor) {
    this.#file = file;
  }

  file(): ProtoFile {
    const file = this.#file;
    const messages = new Map((file.message_type ?? []).map((message) => [message.name, message]));
    const groups = new Set<string>();
    const extended = this.#extends(file.extension ?? [], messages, groups);
    const syntax = file.syntax === 'proto3' || file.syntax === 'editions' ? file.syntax : 'proto2';
    const edition = Object.entries(EDITION_NUMBERS).find(([, number]) => number === file.edition)?.[0] ?? null;
    if (syntax === 'editions' && edition === null) throw new SchemaError('Invalid Protobuf schema: an unknown edition');
    return {
      syntax,
      edition,
      packageName: file.package ?? '',
      imports: (file.dependency ?? []).map((name, i) => ({
        name,
        kind: file.public_dependency?.includes(i) ? 'public' : file.weak_dependency?.includes(i) ? 'weak' : 'plain',
        line: 0,
      })),
      messages: [...messages.values()].filter(({ name }) => !groups.has(name)).map((each) => this.#message(each)),
      enums: (file.enum_type ?? []).map((node) => this.#enum(node)),
      extends: extended,
      services: (file.service ?? []).map((service) => ({
        ...this.#place(),
        name: service.name,
        options: readOptions('ServiceOptions', service.options),
        rpcs: (service.method ?? []).map((method) => ({
          ...this.#place(),
          name: method.name,
          request: method.input_type,
          isRequestStream: method.client_streaming === true,
          response: method.output_type,
          isResponseStream: method.server_streaming === true,
          options: readOptions('MethodOptions', method.options),
        })),
      })),
      options: readOptions('FileOptions', file.options),
    };
  }

  #place(): { line: number; position: number } {
    return { line: 0, position: this.#position++ };
  }

  #message(message: MessageDescriptor): ProtoMessage {
    const place = this.#place();
    const nested = new Map((message.nested_type ?? []).map((inner) => [inner.name, inner]));
    const taken = new Set<string>();
    const fields: ProtoField[] = [];
    const oneofFields = new Map<number, ProtoField[]>();
    for (const descriptor of message.field ?? []) {
      const field = this.#field(descriptor, nested, taken);
      if (descriptor.oneof_index === undefined || descriptor.proto3_optional) fields.push(field);
      else {
        const members = oneofFields.get(descriptor.oneof_index) ?? [];
        oneofFields.set(descriptor.oneof_index, members);
        members.push({ ...field, label: null });
      }
    }
    const oneofs = (message.oneof_decl ?? []).flatMap<ProtoOneof>(({ name, options }, i) => {
      const members = oneofFields.get(i);
      return members === undefined
        ? []
        : [{ ...this.#place(), name, fields: members, options: readOptions('OneofOptions', options) }];
    });
    const extended = this.#extends(message.extension ?? [], nested, taken);
    const inner = [...nested.values()].filter(({ name }) => !taken.has(name));
    return {
      ...place,
      name: message.name,
      fields,
      oneofs,
      messages: inner.map((each) => this.#message(each)),
      enums: (message.enum_type ?? []).map((node) => this.#enum(node)),
      extends: extended,
      extensions: (message.extension_range ?? []).map((range) => ({
        ranges: [span(range, 1)],
        options: [],
        line: 0,
      })),
      reserved: this.#reserved(message, 1),
      options: readOptions('MessageOptions', message.options),
    };
  }

  #extends(
    descriptors: readonly FieldDescriptor[],
    nested: ReadonlyMap<string, MessageDescriptor>,
    taken: Set<string>,
  ): ProtoExtend[] {
    const byExtendee = new Map<string, ProtoField[]>();
    for (const descriptor of descriptors) {
      const extendee = descriptor.extendee ?? '';
      const fields = byExtendee.get(extendee) ?? [];
      byExtendee.set(extendee, fields);
      fields.push(this.#field(descriptor, nested, taken));
    }
    return [...byExtendee].map(([extendee, fields]) => ({ ...this.#place(), extendee, fields }));
  }

  #field(field: FieldDescriptor, nested: ReadonlyMap<string, MessageDescriptor>, taken: Set<string>): ProtoField {
    const head = {
      ...this.#place(),
      name: field.name,
      number: field.number,
      label: this.#label(field),
      mapKey: null,
      group: null,
      options: [...readOptions('FieldOptions', field.options), ...specialOptions(field)],
    };
    const target = nested.get(field.type_name?.split('.').at(-1) ?? '');
    if (field.type === TYPE_GROUP && target !== undefined) {
      taken.add(target.name);
      return { ...head, type: 'group', group: this.#message(target) };
    }
    if (field.type === TYPE_MESSAGE && target?.options?.['map_entry'] === true) {
      taken.add(target.name);
      const [key, value] = [1, 2].map((number) => target.field?.find((each) => each.number === number));
      if (key && value) return { ...head, label: null, mapKey: typeName(key), type: typeName(value) };
    }
    return { ...head, type: typeName(field) };
  }

  #label(field: FieldDescriptor): ProtoField['label'] {
    if (field.label === LABEL_REPEATED) return 'repeated';
    if (field.label === LABEL_REQUIRED) return 'required';
    return this.#isProto2 || field.proto3_optional ? 'optional' : null;
  }

  #reserved(from: MessageDescriptor | EnumDescriptor, past: number): ProtoReserved[] {
    const ranges = (from.reserved_range ?? []).map((range) => span(range, past));
    const areNamesQuoted = this.#file.syntax !== 'editions';
    return [ranges, from.reserved_name ?? []]
      .filter((values) => values.length > 0)
      .map((values) => ({ values, areNamesQuoted, line: 0 }));
  }

  get #isProto2(): boolean {
    return this.#file.syntax !== 'proto3' && this.#file.syntax !== 'editions';
  }

  #enum(node: EnumDescriptor): ProtoEnum {
    return {
      ...this.#place(),
      name: node.name,
      values: (node.value ?? []).map(({ name, number, options }) => ({
        ...this.#place(),
        name,
        number,
        options: readOptions('EnumValueOptions', options),
      })),
      reserved: this.#reserved(node, 0),
      options: readOptions('EnumOptions', node.options),
    };
  }
}

function typeName(field: FieldDescriptor): string {
  const scalar = scalarByNumber(field.type);
  if (scalar !== undefined) return scalar;
  if (!field.type_name) throw new SchemaError(`Invalid Protobuf schema: the field ${field.name} has no type`);
  return field.type_name;
}

function specialOptions(field: FieldDescriptor): ProtoOption[] {
  const special: ProtoOption[] = [];
  if (field.default_value !== undefined) special.push(option(['default'], defaultValue(field, field.default_value)));
  if (field.json_name !== undefined && field.json_name !== camelCase(field.name)) {
    special.push(option(['json_name'], { kind: 'string', text: field.json_name }));
  }
  return special;
}

function defaultValue({ type }: FieldDescriptor, text: string): OptionValue {
  const scalar = scalarByNumber(type);
  if (scalar === 'string') return { kind: 'string', text };
  if (scalar === 'bytes') {
    const plain = text.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) =>
      octal === undefined ? ({ n: '\n', r: '\r', t: '\t' }[letter] ?? letter) : String.fromCharCode(parseInt(octal, 8)),
    );
    return { kind: 'string', text: plain };
  }
  if (type === TYPE_ENUM || /^(?:true|false|-?inf|nan)$/.test(text)) return { kind: 'identifier', text };
  return { kind: 'number', text };
}

function readOptions(kind: string, options: OptionsObject | undefined): ProtoOption[] {
  const type = descriptorTypes().messages.get(`google.protobuf.${kind}`);
  if (options === undefined || type === undefined) return [];
  return type.fields.flatMap((field) => {
    const value = options[field.name];
    if (value === undefined || field.name === 'map_entry') return [];
    const values = Array.isArray(value) ? value : [value];
    return values.map((each: unknown) => option([field.name], literal(field, each)));
  });
}

function option(names: readonly string[], value: OptionValue): ProtoOption {
  const name = names.map((each) => {
    const isExtension = each.startsWith('[');
    return { name: isExtension ? each.slice(1, -1) : each, isExtension };
  });
  return { name, value, line: 0 };
}

function literal(field: FieldType, value: unknown): OptionValue {
  if (isMessage(value) && field.message !== null)
    return { kind: 'message', fields: literalFields(field.message, value) };
  if (field.enum !== null) {
    const name = [...field.enum.numbers].find(([, number]) => number === value)?.[0];
    return name === undefined ? { kind: 'number', text: String(value) } : { kind: 'identifier', text: name };
  }
  if (typeof value === 'string') return { kind: 'string', text: value };
  if (value instanceof Uint8Array) return { kind: 'string', text: Buffer.from(value).toString('latin1') };
  if (typeof value === 'boolean') return { kind: 'identifier', text: String(value) };
  return { kind: 'number', text: String(value) };
}

function literalFields(
  type: MessageType,
  message: Readonly<Record<string, unknown>>,
): { name: string; value: OptionValue }[] {
  return type.fields.flatMap((field) => {
    const value = message[field.name];
    if (value === undefined) return [];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (field.message?.isMapEntry) return values.map((each) => ({ name: field.name, value: literal(field, each) }));
    return values.map((each) => ({ name: field.name, value: literal(field, each) }));
  });
}

function span({ start, end }: RangeDescriptor, past: number): { start: number; end: number; isSpan: boolean } {
  const last = end - past;
  return { start, end: last, isSpan: last !== start || last >= MAX_FIELD_NUMBER };
}
