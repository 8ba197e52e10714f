/**
 * What a file says → its descriptor, as protoc makes it: types by their full names, entries of maps and messages of
 * groups among the nested ones in the order of the text, oneofs for proto3's optional fields behind the others.
 */
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OneofDescriptor,
  OptionsObject,
  RangeDescriptor,
  ServiceDescriptor,
} from './descriptors.ts';
import { EDITION_NUMBERS, LABEL_OPTIONAL, LABEL_REPEATED, LABEL_REQUIRED } from './descriptors.ts';
import { defaultText } from './option-values.ts';
import type {
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoMessage,
  ProtoOption,
  ProtoReserved,
  ProtoService,
} from './proto-ast.ts';
import { allFields, optionNamed } from './proto-ast.ts';
import type { LinkedFile, ProtoFiles } from './proto-files.ts';
import { join } from './proto-files.ts';
import { protoError } from './proto-tokens.ts';
import { isScalar, scalarNumbers, TYPE_ENUM, TYPE_GROUP, TYPE_MESSAGE } from './scalar-types.ts';

/** What options say: of which options message, within which scope. Undefined where they say nothing. */
export type ReadOptions = (
  kind: string,
  options: readonly ProtoOption[],
  where: { file: LinkedFile; scope: string },
) => OptionsObject | undefined;

/** Throws SchemaError where a type is unknown. */
export function buildDescriptor(files: ProtoFiles, file: LinkedFile, readOptions: ReadOptions): FileDescriptor {
  return new DescriptorBuilder(files, file, readOptions).file();
}

interface Placed<T> {
  readonly position: number;
  readonly descriptor: T;
}

class DescriptorBuilder {
  readonly #files: ProtoFiles;
  readonly #file: LinkedFile;
  readonly #readOptions: ReadOptions;

  constructor(files: ProtoFiles, file: LinkedFile, readOptions: ReadOptions) {
    this.#files = files;
    this.#file = file;
    this.#readOptions = readOptions;
  }

  file(): FileDescriptor {
    const { name, proto } = this.#file;
    const scope = proto.packageName;
    const extended = this.#extensions(proto.extends, scope);
    const messages = proto.messages.map((message) => ({
      position: message.position,
      descriptor: this.#message(message, scope),
    }));
    return {
      name,
      ...(scope !== '' && { package: scope }),
      ...some(
        'dependency',
        proto.imports.map((each) => each.name),
      ),
      ...some(
        'public_dependency',
        indexesWhere(proto.imports, ({ kind }) => kind === 'public'),
      ),
      ...some(
        'weak_dependency',
        indexesWhere(proto.imports, ({ kind }) => kind === 'weak'),
      ),
      ...some('message_type', inOrder([...messages, ...extended.groups])),
      ...some(
        'enum_type',
        proto.enums.map((node) => this.#enum(node, scope)),
      ),
      ...some(
        'service',
        proto.services.map((service) => this.#service(service, scope)),
      ),
      ...some('extension', extended.fields),
      ...this.#options('FileOptions', proto.options, scope),
      ...(proto.syntax === 'proto3' && { syntax: 'proto3' }),
      ...(proto.edition !== null && { syntax: 'editions', edition: EDITION_NUMBERS[proto.edition] ?? 0 }),
    };
  }

  #message(message: ProtoMessage, outer: string): MessageDescriptor {
    const scope = join(outer, message.name);
    const nested: Placed<MessageDescriptor>[] = message.messages.map((inner) => ({
      position: inner.position,
      descriptor: this.#message(inner, scope),
    }));
    const oneofs: OneofDescriptor[] = message.oneofs
      .toSorted((left, right) => left.position - right.position)
      .map((oneof) => ({ name: oneof.name, ...this.#options('OneofOptions', oneof.options, scope) }));
    const names = new Set<string>([...allFields(message).map(({ name }) => name), ...oneofs.map(({ name }) => name)]);
    const indexes = new Map(oneofs.map(({ name }, i) => [name, i]));
    const oneofOf = new Map(
      message.oneofs.flatMap((oneof) => oneof.fields.map((field) => [field, oneof.name] as const)),
    );
    const fields = allFields(message).map((field) => {
      nested.push(...this.#impliedMessages(field, scope));
      const oneofName = oneofOf.get(field) ?? this.#syntheticOneof(field, names);
      if (oneofName === null) return this.#field(field, scope);
      const isSynthetic = !oneofOf.has(field);
      if (isSynthetic) oneofs.push({ name: oneofName });
      const index = isSynthetic ? oneofs.length - 1 : (indexes.get(oneofName) ?? 0);
      return { ...this.#field(field, scope), oneof_index: index, ...(isSynthetic && { proto3_optional: true }) };
    });
    const extended = this.#extensions(message.extends, scope);
    return {
      name: message.name,
      ...some('field', fields),
      ...some('nested_type', inOrder([...nested, ...extended.groups])),
      ...some(
        'enum_type',
        message.enums.map((node) => this.#enum(node, scope)),
      ),
      // Without their options: protoc drops them as well, but for custom ones, and the stored text has none.
      ...some('extension_range', extensionRanges(message)),
      ...some('extension', extended.fields),
      ...some('oneof_decl', oneofs),
      ...reservedParts(message.reserved, 1),
      ...this.#options('MessageOptions', message.options, scope),
    };
  }

  /** A field that is optional in proto3 is alone in a oneof. */
  #syntheticOneof(field: ProtoField, names: Set<string>): string | null {
    if (this.#file.proto.syntax !== 'proto3' || field.label !== 'optional') return null;
    let name = field.name.startsWith('_') ? field.name : `_${field.name}`;
    while (names.has(name)) name = `X${name}`;
    names.add(name);
    return name;
  }

  #impliedMessages(field: ProtoField, scope: string): Placed<MessageDescriptor>[] {
    const { position } = field;
    if (field.group !== null) return [{ position, descriptor: this.#message(field.group, scope) }];
    return field.mapKey === null ? [] : [{ position, descriptor: this.#mapEntry(field, field.mapKey, scope) }];
  }

  #mapEntry(field: ProtoField, key: string, scope: string): MessageDescriptor {
    const plain = { ...field, label: null, mapKey: null, options: [] };
    // A map's fields take over what its own features say of them (utf8 validation); nothing else of its options.
    const features = field.options.filter(({ name }) => name[0]!.name === 'features');
    const entry = [
      { ...plain, name: 'key', number: 1, type: key, options: features },
      { ...plain, name: 'value', number: 2, options: features },
    ];
    return {
      name: mapEntryName(field.name),
      field: entry.map((each) => this.#field(each, scope, LABEL_OPTIONAL)),
      options: { map_entry: true },
    };
  }

  #extensions(
    list: readonly ProtoExtend[],
    scope: string,
  ): { fields: FieldDescriptor[]; groups: Placed<MessageDescriptor>[] } {
    const fields: FieldDescriptor[] = [];
    const groups: Placed<MessageDescriptor>[] = [];
    for (const extend of list) {
      const extendee = this.#typeName(extend.extendee, scope, extend.line);
      for (const field of extend.fields) {
        const isOptional = this.#file.proto.syntax === 'proto3' && field.label === 'optional';
        fields.push({ ...this.#field(field, scope), extendee, ...(isOptional && { proto3_optional: true }) });
        groups.push(...this.#impliedMessages(field, scope));
      }
    }
    return { fields, groups };
  }

  #field(field: ProtoField, scope: string, label: number = labelNumber(field)): FieldDescriptor {
    const type = this.#type(field, scope);
    const written = optionNamed(field.options, 'default')?.value;
    const jsonName = optionNamed(field.options, 'json_name')?.value;
    const others = field.options.filter(
      ({ name }) => name.length > 1 || name[0]!.isExtension || !['default', 'json_name'].includes(name[0]!.name),
    );
    return {
      name: field.name,
      number: field.number,
      label,
      ...type,
      ...(written !== undefined && { default_value: defaultText(written, type.type, field.line) }),
      json_name: jsonName?.kind === 'string' ? jsonName.text : camelCase(field.name),
      ...this.#options('FieldOptions', others, scope),
    };
  }

  #type(field: ProtoField, scope: string): { type: number; type_name?: string } {
    if (field.group !== null) return { type: TYPE_GROUP, type_name: `.${join(scope, field.group.name)}` };
    if (field.mapKey !== null) return { type: TYPE_MESSAGE, type_name: `.${join(scope, mapEntryName(field.name))}` };
    if (isScalar(field.type)) return { type: scalarNumbers[field.type] };
    const symbol = this.#files.resolveType(this.#file, scope, field.type);
    if (symbol === null) throw protoError(field.line, unknownType(field.type));
    return { type: symbol.kind === 'enum' ? TYPE_ENUM : TYPE_MESSAGE, type_name: `.${symbol.fullName}` };
  }

  #typeName(name: string, scope: string, line: number): string {
    const symbol = this.#files.resolveType(this.#file, scope, name);
    if (symbol === null || symbol.kind !== 'message') throw protoError(line, unknownType(name));
    return `.${symbol.fullName}`;
  }

  #enum(node: ProtoEnum, outer: string): EnumDescriptor {
    const scope = join(outer, node.name);
    const values = node.values.map(({ name, number, options }) => ({
      name,
      number,
      ...this.#options('EnumValueOptions', options, scope),
    }));
    return {
      name: node.name,
      ...some('value', values),
      ...reservedParts(node.reserved, 0),
      ...this.#options('EnumOptions', node.options, scope),
    };
  }

  #service(service: ProtoService, outer: string): ServiceDescriptor {
    const scope = join(outer, service.name);
    const methods = service.rpcs.map((rpc) => ({
      name: rpc.name,
      input_type: this.#typeName(rpc.request, scope, rpc.line),
      output_type: this.#typeName(rpc.response, scope, rpc.line),
      ...this.#options('MethodOptions', rpc.options, scope),
      ...(rpc.isRequestStream && { client_streaming: true }),
      ...(rpc.isResponseStream && { server_streaming: true }),
    }));
    return {
      name: service.name,
      ...some('method', methods),
      ...this.#options('ServiceOptions', service.options, scope),
    };
  }

  #options(kind: string, options: readonly ProtoOption[], scope: string): { options?: OptionsObject } {
    if (options.length === 0) return {};
    const read = this.#readOptions(kind, options, { file: this.#file, scope });
    return read === undefined ? {} : { options: read };
  }
}

function extensionRanges(message: ProtoMessage): RangeDescriptor[] {
  return message.extensions.flatMap(({ ranges }) => ranges.map(({ start, end }) => ({ start, end: end + 1 })));
}

export function unknownType(name: string): string {
  return `the type ${name} is neither declared here nor in what is imported`;
}

/** `some_name` → `someName`, as descriptors name a field in JSON. */
export function camelCase(name: string): string {
  return name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

function mapEntryName(field: string): string {
  const camel = camelCase(field);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}

function labelNumber({ label, mapKey }: ProtoField): number {
  if (mapKey !== null || label === 'repeated') return LABEL_REPEATED;
  return label === 'required' ? LABEL_REQUIRED : LABEL_OPTIONAL;
}

function reservedParts(
  reserved: readonly ProtoReserved[],
  past: number,
): { reserved_range?: { start: number; end: number }[]; reserved_name?: string[] } {
  const values = reserved.flatMap((each) => each.values);
  const ranges = values
    .filter((value) => typeof value !== 'string')
    .map(({ start, end }) => ({ start, end: end + past }));
  return {
    ...some('reserved_range', ranges),
    ...some(
      'reserved_name',
      values.filter((value) => typeof value === 'string'),
    ),
  };
}

function inOrder<T>(placed: readonly Placed<T>[]): T[] {
  return placed.toSorted((left, right) => left.position - right.position).map(({ descriptor }) => descriptor);
}

function indexesWhere<T>(list: readonly T[], test: (item: T) => boolean): number[] {
  return list.flatMap((item, i) => (test(item) ? [i] : []));
}

function some<K extends string, T>(key: K, list: readonly T[]): { [P in K]?: T[] } {
  if (list.length === 0) return {};
  const part: { [P in K]?: T[] } = {};
  part[key] = [...list];
  return part;
}
