/**
 * Options → the messages that descriptors hold them in. What the features and maps need is known without any types;
 * all else is read by the types of `descriptor.proto` and of what extends it. An option that nothing declares, or whose
 * value is none of its type, is left out: Confluent's registry takes such schemas, so they are not refused.
 */
import { SchemaError } from '../schema-format.ts';
import type { ReadOptions } from './build-descriptor.ts';
import { encodeMessage, isMessage } from './descriptor-codec.ts';
import type { OptionsObject } from './descriptors.ts';
import type { FieldType, MessageType, MessageTypes } from './message-types.ts';
import { scalarValue } from './option-values.ts';
import type { OptionValue, ProtoOption } from './proto-ast.ts';
import type { LinkedFile, ProtoFiles } from './proto-files.ts';
import { TYPE_GROUP } from './scalar-types.ts';

const FEATURE_VALUES: Readonly<Record<string, number>> = {
  EXPLICIT: 1,
  IMPLICIT: 2,
  LEGACY_REQUIRED: 3,
  PACKED: 1,
  EXPANDED: 2,
  LENGTH_PREFIXED: 1,
  DELIMITED: 2,
};

/** The options that decide how messages are encoded. */
export const readBasicOptions: ReadOptions = (_kind, options) => {
  const read: Record<string, unknown> = {};
  const features: Record<string, number> = {};
  for (const { name, value } of options) {
    const [first, second] = name;
    if (first!.isExtension) continue;
    if (first!.name === 'packed' || first!.name === 'map_entry') {
      if (value.kind === 'identifier') read[first!.name] = value.text === 'true';
    } else if (first!.name === 'features') {
      const said = second !== undefined ? [{ name: second.name, value }] : value.kind === 'message' ? value.fields : [];
      for (const each of said) {
        const number = each.value.kind === 'identifier' ? FEATURE_VALUES[each.value.text] : undefined;
        if (number !== undefined) features[each.name] = number;
      }
      read['features'] = features;
    }
  }
  return Object.keys(read).length === 0 ? undefined : read;
};

export class OptionReader {
  readonly #files: ProtoFiles;
  readonly #types: MessageTypes;

  constructor(files: ProtoFiles, types: MessageTypes) {
    this.#files = files;
    this.#types = types;
  }

  readonly read: ReadOptions = (kind, options, where) => {
    const type = this.#types.messages.get(`google.protobuf.${kind}`);
    if (type === undefined) return undefined;
    const read: Record<string, unknown> = {};
    for (const option of options) {
      try {
        this.#set(read, type, option, where);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
      }
    }
    return Object.keys(read).length === 0 ? undefined : read;
  };

  #set(
    into: Record<string, unknown>,
    type: MessageType,
    option: ProtoOption,
    where: { file: LinkedFile; scope: string },
  ): void {
    let [message, current] = [into, type];
    for (const [i, part] of option.name.entries()) {
      const name = part.isExtension ? this.#extension(part.name, where) : part.name;
      const field = fieldNamed(current, name);
      if (field === undefined) throw unknown(name);
      if (i === option.name.length - 1) {
        this.#assign(message, field, option.value, { ...where, line: option.line });
        return;
      }
      if (field.message === null || field.isRepeated) throw unknown(name);
      const inner = message[field.name];
      const next = isMessage(inner) ? inner : {};
      message[field.name] = next;
      [message, current] = [next, field.message];
    }
  }

  #extension(name: string, { file, scope }: { file: LinkedFile; scope: string }): string {
    const symbol = this.#files.resolveExtension(file, scope, name);
    if (symbol === null) throw unknown(name);
    return `[${symbol.fullName}]`;
  }

  #assign(message: Record<string, unknown>, field: FieldType, value: OptionValue, where: Place): void {
    if (!field.isRepeated) {
      message[field.name] = this.#value(field, value, where);
      return;
    }
    const before = message[field.name];
    const list: unknown[] = Array.isArray(before) ? before : [];
    for (const each of value.kind === 'list' ? value.values : [value]) list.push(this.#value(field, each, where));
    message[field.name] = list;
  }

  #value(field: FieldType, value: OptionValue, where: Place): unknown {
    if (field.message !== null) {
      if (value.kind !== 'message') throw unknown(field.name);
      return this.#message(field.message, value, where);
    }
    const scalar = scalarValue(value, field.type, where.line);
    if (field.enum === null || typeof scalar !== 'string') return scalar;
    const number = field.enum.numbers.get(scalar);
    if (number === undefined) throw unknown(scalar);
    return number;
  }

  #message(type: MessageType, literal: OptionValue & { kind: 'message' }, where: Place): OptionsObject {
    const message: Record<string, unknown> = {};
    for (const { name, value } of literal.fields) {
      const url = /^\[[^/]+\/(.*)\]$/.exec(name);
      if (url !== null) {
        const packed = this.#types.messages.get(url[1]!);
        if (packed === undefined || value.kind !== 'message') throw unknown(name);
        message['type_url'] = name.slice(1, -1);
        message['value'] = encodeMessage(packed, this.#message(packed, value, where));
        continue;
      }
      const wanted = name.startsWith('[') ? this.#extension(name.slice(1, -1), where) : name;
      const field = fieldNamed(type, wanted) ?? type.fields.find((each) => isGroup(each, wanted));
      if (field === undefined) throw unknown(name);
      this.#assign(message, field, value, where);
    }
    return message;
  }
}

interface Place {
  readonly file: LinkedFile;
  readonly scope: string;
  readonly line: number;
}

const fieldsByName = new WeakMap<MessageType, ReadonlyMap<string, FieldType>>();

function fieldNamed(type: MessageType, name: string): FieldType | undefined {
  const known = fieldsByName.get(type) ?? new Map(type.fields.map((field) => [field.name, field]));
  fieldsByName.set(type, known);
  return known.get(name);
}

/** Text names a group by its message. */
function isGroup(field: FieldType, name: string): boolean {
  return field.type === TYPE_GROUP && field.message?.fullName.split('.').at(-1) === name;
}

function unknown(name: string): SchemaError {
  return new SchemaError(`Invalid Protobuf schema: the option ${name} is unknown`);
}
