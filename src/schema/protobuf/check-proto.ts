/**
 * What the grammar lets pass and the language does not: numbers and names used twice or reserved, types unknown, what
 * a syntax forbids. Only schemas that are registered now are held to it. Throws SchemaError with the line.
 */
import { isMapEntry } from './normalize-proto.ts';
import type { ProtoEnum, ProtoExtend, ProtoField, ProtoFile, ProtoMessage, ProtoReserved } from './proto-ast.ts';
import { allFields, MAX_FIELD_NUMBER, optionNamed } from './proto-ast.ts';
import { NumberRanges } from './number-ranges.ts';
import type { ProtoFiles, ProtoSymbol } from './proto-files.ts';
import { join } from './proto-files.ts';
import { unknownType } from './build-descriptor.ts';
import { protoError } from './proto-tokens.ts';
import { isScalar } from './scalar-types.ts';

const FIRST_OWN = 19_000;
const LAST_OWN = 19_999;
const KEY_TYPES: ReadonlySet<string> = new Set([
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
]);

export function checkProto(files: ProtoFiles): void {
  new Checker(files).file();
}

class Checker {
  readonly #files: ProtoFiles;
  readonly #proto: ProtoFile;

  constructor(files: ProtoFiles) {
    this.#files = files;
    this.#proto = files.main.proto;
  }

  file(): void {
    const { packageName: scope, messages, enums, extends: extended, services, imports } = this.#proto;
    const names = new Set<string>();
    for (const { name, line } of imports) {
      if (names.has(name)) throw protoError(line, `the import "${name}" is there twice`);
      names.add(name);
    }
    for (const message of messages) this.#message(message, scope);
    for (const node of enums) this.#enum(node);
    for (const extend of extended) this.#extend(extend, scope);
    for (const service of services) {
      for (const rpc of service.rpcs) {
        this.#messageType(rpc.request, join(scope, service.name), rpc.line);
        this.#messageType(rpc.response, join(scope, service.name), rpc.line);
      }
    }
  }

  #message(message: ProtoMessage, outer: string): void {
    const scope = join(outer, message.name);
    const fields = allFields(message);
    const inOneof = new Set(message.oneofs.flatMap((oneof) => oneof.fields));
    for (const field of fields) this.#field(field, scope, inOneof.has(field));
    checkNumbers(message, fields);
    if (this.#proto.syntax === 'proto3') {
      const [extensions] = message.extensions;
      if (extensions !== undefined) throw protoError(extensions.line, 'proto3 has no extension ranges');
    }
    for (const extend of message.extends) this.#extend(extend, scope);
    for (const inner of message.messages) if (!isMapEntry(inner)) this.#message(inner, scope);
    for (const node of message.enums) this.#enum(node);
  }

  #field(field: ProtoField, scope: string, isInOneof: boolean): void {
    const { number, line, name } = field;
    if (number < 1 || number > MAX_FIELD_NUMBER) {
      throw protoError(line, `the field ${name} has the number ${number}: numbers go from 1 to ${MAX_FIELD_NUMBER}`);
    }
    if (number >= FIRST_OWN && number <= LAST_OWN) {
      throw protoError(
        line,
        `the field ${name} has a number that Protobuf keeps to itself, ${FIRST_OWN} to ${LAST_OWN}`,
      );
    }
    this.#label(field, isInOneof);
    if (field.group !== null) this.#message(field.group, scope);
    else if (!isScalar(field.type)) this.#type(field.type, scope, line);
    if (field.mapKey !== null) this.#map(field, isInOneof);
    if (optionNamed(field.options, 'default') !== undefined) this.#default(field);
  }

  #label(field: ProtoField, isInOneof: boolean): void {
    const { label, line, name } = field;
    const { syntax } = this.#proto;
    if (isInOneof) return;
    if (syntax === 'proto3') {
      if (label === 'required') throw protoError(line, `the field ${name} is required, which proto3 does not have`);
      if (field.group !== null) throw protoError(line, `the field ${name} is a group, which proto3 does not have`);
    } else if (syntax === 'editions') {
      if (label === 'optional' || label === 'required') {
        throw protoError(line, `the field ${name} is ${label}, which editions say by features`);
      }
    } else if (label === null && field.mapKey === null) {
      throw protoError(line, `the field ${name} has no label: proto2 wants optional, required or repeated`);
    }
  }

  #default({ name, line, label, mapKey, group, type }: ProtoField): void {
    if (this.#proto.syntax === 'proto3')
      throw protoError(line, `the field ${name} has a default, which proto3 does not have`);
    const isSingle = label !== 'repeated' && mapKey === null && group === null;
    if (!isSingle || type === 'group')
      throw protoError(line, `the field ${name} has a default, but is no single value`);
  }

  #map({ name, line, label, mapKey }: ProtoField, isInOneof: boolean): void {
    if (!KEY_TYPES.has(mapKey!))
      throw protoError(line, `the map ${name} has keys of ${mapKey}: integers, bool and string can be keys`);
    if (label !== null) throw protoError(line, `the map ${name} has the label ${label}`);
    if (isInOneof) throw protoError(line, `the map ${name} is within a oneof`);
  }

  #extend(extend: ProtoExtend, scope: string): void {
    const { fullName, message } = this.#messageType(extend.extendee, scope, extend.line);
    if (this.#proto.syntax === 'proto3' && !/^google\.protobuf\.\w+Options$/.test(fullName)) {
      throw protoError(extend.line, `${fullName} is extended: proto3 extends options alone`);
    }
    const ranges = new NumberRanges(message?.extensions.flatMap((each) => each.ranges) ?? []);
    for (const field of extend.fields) {
      this.#field(field, scope, false);
      if (field.label === 'required') throw protoError(field.line, `the extension ${field.name} is required`);
      if (!ranges.has(field.number)) {
        throw protoError(field.line, `${fullName} does not let number ${field.number} be extended`);
      }
    }
  }

  #type(name: string, scope: string, line: number): ProtoSymbol {
    const symbol = this.#files.resolveType(this.#files.main, scope, name);
    if (symbol === null) throw protoError(line, unknownType(name));
    return symbol;
  }

  #messageType(name: string, scope: string, line: number): ProtoSymbol {
    const symbol = this.#type(name, scope, line);
    if (symbol.kind !== 'message') throw protoError(line, `${name} is no message`);
    return symbol;
  }

  #enum(node: ProtoEnum): void {
    const { name, line, values, options, reserved } = node;
    const [first] = values;
    if (first === undefined) throw protoError(line, `the enum ${name} has no values`);
    if (this.#proto.syntax === 'proto3' && first.number !== 0) {
      throw protoError(first.line, `the first value of the enum ${name} is ${first.number}: proto3 wants 0`);
    }
    const alias = optionNamed(options, 'allow_alias')?.value;
    const isAliased = alias?.kind === 'identifier' && alias.text === 'true';
    const numbers = new Set<number>();
    const kept = new Reserved(reserved, `the enum ${name}`);
    for (const value of values) {
      if (numbers.has(value.number) && !isAliased) {
        throw protoError(value.line, `the enum ${name} has the number ${value.number} twice, without allow_alias`);
      }
      numbers.add(value.number);
      kept.check(value);
    }
  }
}

function checkNumbers(message: ProtoMessage, fields: readonly ProtoField[]): void {
  const numbers = new Map<number, string>();
  const where = `the message ${message.name}`;
  const extensions = new NumberRanges(message.extensions.flatMap(({ ranges }) => ranges));
  const reserved = new Reserved(message.reserved, where);
  for (const field of fields) {
    const { number, name, line } = field;
    const other = numbers.get(number);
    if (other !== undefined) throw protoError(line, `${where} has the number ${number} twice: ${other} and ${name}`);
    numbers.set(number, name);
    reserved.check(field);
    if (extensions.has(number)) {
      throw protoError(line, `the number ${number} of ${name} is left to extensions`);
    }
  }
}

class Reserved {
  readonly #names: ReadonlySet<string>;
  readonly #numbers: NumberRanges;
  readonly #where: string;

  constructor(reserved: readonly ProtoReserved[], where: string) {
    const values = reserved.flatMap((each) => each.values);
    this.#names = new Set(values.filter((value) => typeof value === 'string'));
    this.#numbers = new NumberRanges(values.filter((value) => typeof value !== 'string'));
    this.#where = where;
  }

  check({ name, number, line }: { name: string; number: number; line: number }): void {
    if (this.#names.has(name)) throw protoError(line, `${this.#where} has reserved the name ${name}`);
    if (this.#numbers.has(number)) throw protoError(line, `${this.#where} has reserved the number ${number}`);
  }
}
