/**
 * The one spelling of a schema that all its spellings share: imports, fields, oneofs, options, ranges and enum values
 * in order, types by their full names, extensions of one message together, `proto2` unsaid. Messages and enums keep
 * their order, for data names messages by it.
 */
import type {
  OptionValue,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRange,
  ProtoReserved,
  ProtoService,
} from './proto-ast.ts';
import { isCustom, optionNamed } from './proto-ast.ts';
import type { ProtoFiles } from './proto-files.ts';
import { join } from './proto-files.ts';
import { mergedFields } from './print-proto.ts';
import { isScalar } from './scalar-types.ts';

/** Throws SchemaError where a type is unknown. */
export function normalizeProto(files: ProtoFiles): ProtoFile {
  return new Normalizer(files).file(files.main.proto);
}

/** Without what extends messages, and without custom options but Confluent's own. */
export function withoutExtensions(file: ProtoFile): ProtoFile {
  return {
    ...file,
    extends: [],
    options: standardOptions(file.options),
    messages: file.messages.map(messageWithoutExtensions),
    enums: file.enums.map(enumWithoutExtensions),
    services: file.services.map((service) => ({
      ...service,
      options: standardOptions(service.options),
      rpcs: service.rpcs.map((rpc) => ({ ...rpc, options: standardOptions(rpc.options) })),
    })),
  };
}

function messageWithoutExtensions(message: ProtoMessage): ProtoMessage {
  return {
    ...message,
    extends: [],
    extensions: [],
    options: standardOptions(message.options),
    fields: message.fields.map(fieldWithoutExtensions),
    oneofs: message.oneofs.map((oneof) => ({
      ...oneof,
      options: standardOptions(oneof.options),
      fields: oneof.fields.map(fieldWithoutExtensions),
    })),
    messages: message.messages.map(messageWithoutExtensions),
    enums: message.enums.map(enumWithoutExtensions),
  };
}

function fieldWithoutExtensions(field: ProtoField): ProtoField {
  const group = field.group === null ? null : messageWithoutExtensions(field.group);
  return { ...field, group, options: standardOptions(field.options) };
}

function enumWithoutExtensions(node: ProtoEnum): ProtoEnum {
  const values = node.values.map((value) => ({ ...value, options: standardOptions(value.options) }));
  return { ...node, values, options: standardOptions(node.options) };
}

function standardOptions(options: readonly ProtoOption[]): readonly ProtoOption[] {
  return options.filter((option) => !isCustom(option) || /^\.?confluent\./.test(option.name[0]!.name));
}

/** Whether a message is the entry of a map, spelled out as descriptors have it. */
export function isMapEntry(message: ProtoMessage): boolean {
  const value = optionNamed(message.options, 'map_entry')?.value;
  return value?.kind === 'identifier' && value.text === 'true';
}

class Normalizer {
  readonly #files: ProtoFiles;

  constructor(files: ProtoFiles) {
    this.#files = files;
  }

  file(file: ProtoFile): ProtoFile {
    const scope = file.packageName;
    const imports = file.imports.toSorted((left, right) => compare(left.name, right.name));
    return {
      ...file,
      syntax: file.syntax === 'proto2' ? null : file.syntax,
      imports: imports.filter(({ name }, i) => i === 0 || imports[i - 1]!.name !== name),
      options: this.#options(file.options, scope),
      messages: this.#messages(file.messages, scope),
      enums: file.enums.map((node) => this.#enum(node, scope)),
      extends: this.#extends(file.extends, scope),
      services: file.services.map((service) => this.#service(service, scope)),
    };
  }

  #messages(messages: readonly ProtoMessage[], scope: string): ProtoMessage[] {
    return messages.filter((message) => !isMapEntry(message)).map((message) => this.#message(message, scope));
  }

  #message(message: ProtoMessage, outer: string): ProtoMessage {
    const scope = join(outer, message.name);
    return {
      ...message,
      reserved: sortedReserved(message.reserved),
      options: this.#options(message.options, scope),
      fields: this.#fields(message.fields, scope),
      oneofs: this.#oneofs(message.oneofs, scope),
      extensions: sortedRanges(message.extensions.flatMap(({ ranges }) => ranges)).map((range) => ({
        ranges: [range],
        options: [],
        line: 0,
      })),
      extends: this.#extends(message.extends, scope),
      messages: this.#messages(message.messages, scope),
      enums: message.enums.map((node) => this.#enum(node, scope)),
    };
  }

  #oneofs(oneofs: readonly ProtoOneof[], scope: string): ProtoOneof[] {
    return oneofs
      .filter(({ fields }) => fields.length > 0)
      .map((oneof) => ({
        ...oneof,
        fields: this.#fields(oneof.fields, scope),
        options: this.#options(oneof.options, scope),
      }))
      .sort((left, right) => left.fields[0]!.number - right.fields[0]!.number);
  }

  #fields(fields: readonly ProtoField[], scope: string): ProtoField[] {
    return fields.map((field) => this.#field(field, scope)).sort((left, right) => left.number - right.number);
  }

  #field(field: ProtoField, scope: string): ProtoField {
    const options = this.#options(field.options, scope);
    if (field.group !== null) return { ...field, options, group: this.#message(field.group, scope) };
    if (isScalar(field.type)) return { ...field, options };
    const symbol = this.#files.resolveType(this.#files.main, scope, field.type);
    const entry = symbol?.message;
    if (entry && isMapEntry(entry)) {
      const [key, value] = [1, 2].map((number) => entry.fields.find((inner) => inner.number === number));
      if (key !== undefined && value !== undefined) {
        const { type } = this.#field(value, symbol.fullName);
        return { ...field, options, label: null, mapKey: key.type, type };
      }
    }
    return { ...field, options, type: this.#type(field.type, scope) };
  }

  #extends(list: readonly ProtoExtend[], scope: string): ProtoExtend[] {
    const byName = new Map<string, ProtoExtend>();
    for (const extend of list) {
      const extendee = this.#type(extend.extendee, scope);
      const fields = [...(byName.get(extendee)?.fields ?? []), ...extend.fields];
      byName.set(extendee, { ...extend, extendee, fields });
    }
    return [...byName.values()].map((extend) => ({ ...extend, fields: this.#fields(extend.fields, scope) }));
  }

  #enum(node: ProtoEnum, outer: string): ProtoEnum {
    const scope = join(outer, node.name);
    const values = node.values.map((value) => ({ ...value, options: this.#options(value.options, scope) }));
    // Where the first value has to be 0 it stays first, other than in Confluent's: a text has to be valid.
    const rank = (number: number): number => (this.#isZeroFirst && number === 0 ? -Infinity : number);
    values.sort(
      (left, right) => compareNumbers(rank(left.number), rank(right.number)) || compare(left.name, right.name),
    );
    return { ...node, values, reserved: sortedReserved(node.reserved), options: this.#options(node.options, scope) };
  }

  get #isZeroFirst(): boolean {
    return this.#files.main.proto.syntax === 'proto3';
  }

  #service(service: ProtoService, outer: string): ProtoService {
    const scope = join(outer, service.name);
    const rpcs = service.rpcs.map((rpc) => ({
      ...rpc,
      request: this.#type(rpc.request, scope),
      response: this.#type(rpc.response, scope),
      options: this.#options(rpc.options, scope),
    }));
    return { ...service, rpcs, options: this.#options(service.options, scope) };
  }

  #type(name: string, scope: string): string {
    const symbol = this.#files.resolveType(this.#files.main, scope, name);
    // What is not found keeps its name: a schema that is stored is not refused for it.
    return symbol === null ? name : `.${symbol.fullName}`;
  }

  #options(options: readonly ProtoOption[], scope: string): ProtoOption[] {
    const byName = new Map<string, ProtoOption[]>();
    for (const option of options.map((each) => this.#option(each, scope)).sort(byOptionName)) {
      const name = nameOf(option);
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [option]);
      else same.push(option);
    }
    return [...byName.values()].flatMap((same) => this.#merged(same));
  }

  /** What is said of one message in several options is one. */
  #merged(options: readonly ProtoOption[]): readonly ProtoOption[] {
    const [first] = options;
    if (options.length === 1 || this.#isRepeated(first!)) return options;
    const messages = options.map(({ value }) => value).filter((value) => value.kind === 'message');
    return messages.length === options.length ? [{ ...first!, value: mergeMessages(messages) }] : options;
  }

  /** `(a).b = 1` is `(a) = {b: 1}`. */
  #option(option: ProtoOption, scope: string): ProtoOption {
    const value = normalValue(option.value);
    const [first, ...rest] = option.name;
    if (!first!.isExtension) return { ...option, value };
    const symbol = this.#files.resolveExtension(this.#files.main, scope, first!.name);
    const name = [{ name: symbol?.fullName ?? first!.name, isExtension: true }];
    const nested = rest.reduceRight<OptionValue>(
      (inner, part) => ({
        kind: 'message',
        fields: [{ name: part.isExtension ? `[${part.name}]` : part.name, value: inner }],
      }),
      value,
    );
    return { ...option, name, value: nested };
  }

  #isRepeated(option: ProtoOption): boolean {
    return this.#files.symbol(nameOf(option))?.extension?.field.label === 'repeated';
  }
}

/** Messages within are merged as well; of all else the last counts. */
function mergeMessages(messages: readonly (OptionValue & { kind: 'message' })[]): OptionValue {
  const byName = new Map<string, OptionValue[]>();
  for (const { name, value } of messages.flatMap(({ fields }) => fields)) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [value]);
    else values.push(value);
  }
  const fields = [...byName]
    .sort(([left], [right]) => compare(left, right))
    .map(([name, values]) => {
      const inner = values.filter((value) => value.kind === 'message');
      return { name, value: inner.length === values.length ? mergeMessages(inner) : values.at(-1)! };
    });
  return { kind: 'message', fields };
}

function normalValue(value: OptionValue): OptionValue {
  if (value.kind === 'number') return { kind: 'number', text: normalNumber(value.text) };
  if (value.kind === 'list') return { kind: 'list', values: value.values.map(normalValue) };
  if (value.kind !== 'message') return value;
  const fields = [...mergedFields(value)]
    .filter(([, field]) => field.kind !== 'list' || field.values.length > 0)
    .sort(([left], [right]) => compare(left, right))
    .map(([name, field]) => ({
      name,
      value: normalValue(field.kind === 'list' && field.values.length === 1 ? field.values[0]! : field),
    }));
  return { kind: 'message', fields };
}

function normalNumber(text: string): string {
  const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(text) ?? [];
  if (/^0[xX]/.test(digits)) return sign + BigInt(digits).toString();
  if (/^0[0-7]+$/.test(digits)) return sign + BigInt(`0o${digits.slice(1)}`).toString();
  return text;
}

function sortedReserved(reserved: readonly ProtoReserved[]): ProtoReserved[] {
  const areNamesQuoted = reserved.every((each) => each.areNamesQuoted);
  const values = reserved.flatMap((each) => each.values);
  const names = values.filter((value) => typeof value === 'string').sort(compare);
  const ranges = sortedRanges(values.filter((value) => typeof value !== 'string'));
  return [...ranges, ...names].map((value) => ({ values: [value], areNamesQuoted, line: 0 }));
}

function sortedRanges(ranges: readonly ProtoRange[]): ProtoRange[] {
  const plain = ranges.map(({ start, end }) => ({ start, end, isSpan: start !== end }));
  return plain.sort((left, right) => left.start - right.start || left.end - right.end);
}

function byOptionName(left: ProtoOption, right: ProtoOption): number {
  return compare(nameOf(left), nameOf(right));
}

function nameOf({ name }: ProtoOption): string {
  return name.map((part) => part.name).join('.');
}

function compareNumbers(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
