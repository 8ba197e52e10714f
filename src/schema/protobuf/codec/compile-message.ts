/**
 * Messages to bytes and back, by code that is put together once per message type from its descriptor. Values are what
 * protobuf-es makes of messages (camel-case names, bigints for 64 bits, `{ case, value }` for a oneof), as plain objects.
 *
 * What is rare is left to protobuf-es itself: proto2 (defaults, required fields, groups), wrappers and `Struct`, which it
 * shows as bare values, and processes that allow no code from strings. The results are the same.
 */
import type { DescField, DescMessage, DescOneof, MessageInitShape } from '@bufbuild/protobuf';
import { canGenerate, runGenerated } from '../../generated-code.ts';
import { scalarNumbers } from '../scalar-types.ts';
import * as sinks from './proto-sink.ts';
import { protobufEs } from './protobuf-es.ts';
import { ProtoSink, type ProtoWrite } from './proto-sink.ts';
import * as sources from './proto-source.ts';
import { MAX_DEPTH, ProtoSource, type ProtoRead } from './proto-source.ts';

/** `FeatureSet.FieldPresence` */
const PRESENCE_IMPLICIT = 2;

export interface MessageCodec {
  /** The message's bytes behind `room` that are the caller's to fill. Throws Error with the field of what does not fit. */
  encode(value: unknown, room?: number): Buffer;
  /** The message that stands from `offset` to the end. Throws Error where the bytes are none. */
  decode(bytes: Buffer, offset?: number): unknown;
}

/** Far dearer than to write a message: keep it. */
export function compileMessage(type: DescMessage): MessageCodec {
  return isPlain(type, new Set()) && canGenerate() ? generatedCodec(type) : reflectedCodec(type);
}

function reflectedCodec(type: DescMessage): MessageCodec {
  const { create, fromBinary, toBinary } = protobufEs();
  return {
    encode: (value, room = 0) => {
      const bytes = toBinary(type, create(type, value as MessageInitShape<DescMessage>));
      return Buffer.concat([Buffer.alloc(room), bytes]);
    },
    decode: (bytes, offset = 0) => fromBinary(type, bytes.subarray(offset)),
  };
}

const SPECIAL = /^google\.protobuf\.(?:\w+Value|Value|Struct)$/;

/** Whether it and all that it is made of is proto3, without types that protobuf-es shows as something else. */
function isPlain(type: DescMessage, seen: Set<DescMessage>): boolean {
  if (seen.has(type)) return true;
  seen.add(type);
  if (SPECIAL.test(type.typeName) || type.file.proto.syntax !== 'proto3') return false;
  return type.fields.every((field) => {
    if ('delimitedEncoding' in field && field.delimitedEncoding) return false;
    return field.localName !== '__proto__' && (!field.message || isPlain(field.message, seen));
  });
}

/** One for all: a message is written in one go. */
const shared = new ProtoSink();

function generatedCodec(type: DescMessage): MessageCodec {
  const { write, read } = new Compiler().message(type);
  return {
    encode: (value, room = 0) => {
      // A getter of the value may encode something itself.
      const sink = shared.isOpen ? new ProtoSink() : shared;
      sink.begin(room);
      try {
        write(sink, value);
        return sink.finish();
      } catch (error) {
        sink.abandon();
        throw error;
      }
    },
    decode: (bytes, offset = 0) => read(new ProtoSource(bytes, offset), undefined),
  };
}

interface Scalar {
  readonly wireType: 0 | 1 | 2 | 5;
  readonly write: ProtoWrite;
  readonly read: ProtoRead;
  /** The default, as code. */
  readonly zero: string;
}

const scalar = (wireType: Scalar['wireType'], write: ProtoWrite, read: ProtoRead, zero = '0'): Scalar => ({
  wireType,
  write,
  read,
  zero,
});

/** By their numbers, which protobuf-es names `ScalarType`. */
const SCALARS: Readonly<Record<number, Scalar>> = {
  [scalarNumbers.double]: scalar(1, sinks.writeDouble, sources.readDouble),
  [scalarNumbers.float]: scalar(5, sinks.writeFloat, sources.readFloat),
  [scalarNumbers.int64]: scalar(0, sinks.writeInt64, sources.readInt64, '0n'),
  [scalarNumbers.uint64]: scalar(0, sinks.writeUint64, sources.readUint64, '0n'),
  [scalarNumbers.int32]: scalar(0, sinks.writeInt32, sources.readInt32),
  [scalarNumbers.fixed64]: scalar(1, sinks.writeFixed64, sources.readFixed64, '0n'),
  [scalarNumbers.fixed32]: scalar(5, sinks.writeFixed32, sources.readFixed32),
  [scalarNumbers.bool]: scalar(0, sinks.writeBool, sources.readBool, 'false'),
  [scalarNumbers.string]: scalar(2, sinks.writeString, sources.readString, '""'),
  [scalarNumbers.bytes]: scalar(2, sinks.writeBytes, sources.readBytes, 'EMPTY'),
  [scalarNumbers.uint32]: scalar(0, sinks.writeUint32, sources.readVarint),
  [scalarNumbers.sfixed32]: scalar(5, sinks.writeSfixed32, sources.readSfixed32),
  [scalarNumbers.sfixed64]: scalar(1, sinks.writeSfixed64, sources.readSfixed64, '0n'),
  [scalarNumbers.sint32]: scalar(0, sinks.writeSint32, sources.readSint32),
  [scalarNumbers.sint64]: scalar(0, sinks.writeSint64, sources.readSint64, '0n'),
};

interface MessageCode {
  write: ProtoWrite;
  read: (source: ProtoSource, into: unknown) => unknown;
}

class Compiler {
  readonly #known = new Map<DescMessage, MessageCode>();

  /** Recursion meets what is still being made. */
  message(type: DescMessage): MessageCode {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const code: MessageCode = {
      write: (sink, value) => code.write(sink, value),
      read: (source, into) => code.read(source, into),
    };
    this.#known.set(type, code);
    const made = { write: this.#writer(type), read: this.#reader(type) };
    code.write = made.write;
    code.read = made.read;
    return code;
  }

  #writer(type: DescMessage): ProtoWrite {
    const code = new Code();
    for (const member of type.members) {
      if (member.kind === 'oneof') this.#writeOneof(code, member);
      else this.#writeField(code, member);
    }
    const names = type.fields.map(({ name }) => name);
    const failed = (error: unknown, no: number): Error => located(error, names[no] ?? '');
    const problem = (value: unknown): Error => sinks.mismatch(type.typeName, value);
    return code.build(
      `return (sink, value) => {
        if (typeof value !== 'object' || value === null) throw ${code.give(problem)}(value);
        let at = -1;
        try { ${code.text}
          if (value.$unknown !== undefined) ${code.give(writeUnknown)}(sink, value.$unknown);
        } catch (error) { throw ${code.give(failed)}(error, at); }
      };`,
    ) as ProtoWrite;
  }

  #writeField(code: Code, field: DescField): void {
    const name = code.local();
    const index = field.parent.fields.indexOf(field);
    code.add(`at = ${index}; const ${name} = value[${JSON.stringify(field.localName)}];`);
    switch (field.fieldKind) {
      case 'list':
        code.add(`if (${name} !== undefined && ${name}.length > 0) { ${this.#listWrite(code, field, name)} }`);
        return;
      case 'map':
        code.add(`if (${name} !== undefined) { ${this.#mapWrite(code, field, name)} }`);
        return;
      case 'message':
        code.add(`if (${name} !== undefined && ${name} !== null) { ${this.#valueWrite(code, field, name)} }`);
        return;
      default:
        code.add(
          `if (${name} !== undefined && ${name} !== null${isSet(field, name)}) { ${this.#valueWrite(code, field, name)} }`,
        );
    }
  }

  #writeOneof(code: Code, oneof: DescOneof): void {
    const name = code.local();
    const cases = oneof.fields.map((field) => {
      const index = field.parent.fields.indexOf(field);
      const write = this.#valueWrite(code, field, `${name}.value`);
      return `case ${JSON.stringify(field.localName)}: at = ${index}; ${write} break;`;
    });
    const problem = (value: unknown): Error => sinks.mismatch(`one of ${oneof.name} as { case, value }`, value);
    code.add(`const ${name} = value[${JSON.stringify(oneof.localName)}];
      if (${name} !== undefined && ${name}.case !== undefined) switch (${name}.case) { ${cases.join('\n')}
        default: throw ${code.give(problem)}(${name}); }`);
  }

  /** Of one value, its tag included. */
  #valueWrite(code: Code, field: DescField, value: string): string {
    if (field.message && field.fieldKind !== 'map')
      return this.#nested(code, field.number, `${this.#messageWrite(code, field.message)}(sink, ${value});`);
    const { wireType, write } = scalarOf(field);
    return `${tag(code, field.number, wireType)} ${code.give(write)}(sink, ${value});`;
  }

  #messageWrite(code: Code, type: DescMessage): string {
    const inner = this.message(type);
    return code.give((sink: ProtoSink, value: unknown) => inner.write(sink, value));
  }

  /** What `body` writes, behind a tag and its length. */
  #nested(code: Code, number: number, body: string): string {
    const opened = code.local();
    return `${tag(code, number, 2)} const ${opened} = sink.open(); ${body} sink.close(${opened});`;
  }

  #listWrite(code: Code, field: DescField & { fieldKind: 'list' }, list: string): string {
    if (field.listKind === 'message') return `for (const item of ${list}) { ${this.#valueWrite(code, field, 'item')} }`;
    if (!field.packed) return `for (const item of ${list}) { ${this.#valueWrite(code, field, 'item')} }`;
    return this.#nested(
      code,
      field.number,
      `for (const item of ${list}) ${code.give(scalarOf(field).write)}(sink, item);`,
    );
  }

  #mapWrite(code: Code, field: DescField & { fieldKind: 'map' }, map: string): string {
    const key = SCALARS[field.mapKey]!;
    const value = mapValueOf(field);
    const keyCode = `${tag(code, 1, key.wireType)} ${code.give(key.write)}(sink, ${mapKeyCode(field.mapKey)});`;
    const valueCode = field.message
      ? this.#nested(code, 2, `${this.#messageWrite(code, field.message)}(sink, ${map}[key]);`)
      : `${tag(code, 2, value!.wireType)} ${code.give(value!.write)}(sink, ${map}[key]);`;
    return `for (const key of Object.keys(${map})) { ${this.#nested(code, field.number, `${keyCode} ${valueCode}`)} }`;
  }

  #reader(type: DescMessage): MessageCode['read'] {
    const code = new Code();
    const cases = type.fields.flatMap((field) => this.#readCases(code, field));
    const initial = [`$typeName: ${JSON.stringify(type.typeName)}`, ...type.members.map(initialOf)];
    const text = `return (source, into) => {
      if (++source.depth > ${MAX_DEPTH}) throw new RangeError('the data is nested too deeply');
      const message = into === undefined ? { ${initial.filter((one) => one !== '').join(', ')} } : into;
      while (source.at < source.end) {
        const tag = ${code.give(sources.readVarint)}(source);
        switch (tag) { ${cases.join('\n')}
          default: ${code.give(keepUnknown)}(message, ${code.give(sources.readUnknown)}(source, tag)); }
      }
      source.depth--;
      return message;
    };`;
    return code.build(text) as MessageCode['read'];
  }

  #readCases(code: Code, field: DescField): string[] {
    const place = `message[${JSON.stringify(field.oneof?.localName ?? field.localName)}]`;
    if (field.fieldKind === 'map')
      return [`case ${tagOf(field.number, 2)}: { ${this.#mapRead(code, field, place)} break; }`];
    if (field.message) {
      const read = this.#nestedRead(code, field.message);
      if (field.fieldKind === 'list')
        return [`case ${tagOf(field.number, 2)}: ${place}.push(${read}(source, undefined)); break;`];
      if (!field.oneof) return [`case ${tagOf(field.number, 2)}: ${place} = ${read}(source, ${place}); break;`];
      const name = JSON.stringify(field.localName);
      return [
        `case ${tagOf(field.number, 2)}: ${place} = { case: ${name}, value: ${read}(source, ${place}.case === ${name} ? ${place}.value : undefined) }; break;`,
      ];
    }
    const { wireType, read } = scalarOf(field);
    const one = `${code.give(read)}(source)`;
    if (field.fieldKind === 'list') return this.#listCases(field, { place, one, wireType });
    const value = field.oneof ? `{ case: ${JSON.stringify(field.localName)}, value: ${one} }` : one;
    return [`case ${tagOf(field.number, wireType)}: ${place} = ${value}; break;`];
  }

  /** Packed or not, a reader takes both. */
  #listCases(field: DescField, { place, one, wireType }: { place: string; one: string; wireType: number }): string[] {
    const single = `case ${tagOf(field.number, wireType)}: ${place}.push(${one}); break;`;
    if (wireType === 2) return [single];
    const packed = `const end = source.enter(); while (source.at < source.end) ${place}.push(${one}); source.end = end;`;
    return [single, `case ${tagOf(field.number, 2)}: { ${packed} break; }`];
  }

  #nestedRead(code: Code, type: DescMessage): string {
    const inner = this.message(type);
    return code.give((source: ProtoSource, into: unknown) => {
      const end = source.enter();
      const message = inner.read(source, into);
      source.end = end;
      return message;
    });
  }

  #mapRead(code: Code, field: DescField & { fieldKind: 'map' }, place: string): string {
    const key = SCALARS[field.mapKey]!;
    const mapKey: number = field.mapKey;
    const isNamed = mapKey === scalarNumbers.string;
    const readKey = isNamed ? sources.nameReader() : key.read;
    const value = mapValueOf(field);
    const readValue = field.message
      ? `${this.#nestedRead(code, field.message)}(source, value)`
      : `${code.give(value!.read)}(source)`;
    const none = field.message ? 'undefined' : value!.zero;
    const empty = field.message ? `value = ${code.give(this.#emptyMessage(field.message))}();` : '';
    return `const end = source.enter(); let key = ${key.zero}, value = ${none};
      while (source.at < source.end) {
        const inner = ${code.give(sources.readVarint)}(source);
        if (inner === ${tagOf(1, key.wireType)}) key = ${code.give(readKey)}(source);
        else if (inner === ${tagOf(2, value?.wireType ?? 2)}) value = ${readValue};
        else ${code.give(sources.readUnknown)}(source, inner);
      }
      source.end = end;
      ${empty === '' ? '' : `if (value === undefined) ${empty}`}
      ${code.give(setOwn)}(${place}, String(key), value);`;
  }

  #emptyMessage(type: DescMessage): () => unknown {
    const inner = this.message(type);
    const nothing = Buffer.alloc(0);
    return () => inner.read(new ProtoSource(nothing, 0), undefined);
  }
}

/** Enums are written as int32 is. */
function numberOf(field: DescField): number {
  return field.scalar ?? scalarNumbers.int32;
}

function isImplicit(field: DescField): boolean {
  const presence: number = field.presence;
  return presence === PRESENCE_IMPLICIT;
}

function scalarOf(field: DescField): Scalar {
  const found = SCALARS[numberOf(field)]!;
  // As text where the file says so (jstype = JS_STRING).
  if (!('longAsString' in field) || !field.longAsString || found.zero !== '0n') return found;
  return { ...found, zero: '"0"', read: (source) => String(found.read(source)) };
}

function mapValueOf(field: DescField & { fieldKind: 'map' }): Scalar | null {
  return field.message ? null : SCALARS[numberOf(field)]!;
}

/** Object keys are texts. */
function mapKeyCode(type: number): string {
  if (type === scalarNumbers.string) return 'key';
  if (type === scalarNumbers.bool) return 'key === "true"';
  return SCALARS[type]!.zero === '0n' ? 'key' : 'Number(key)';
}

/** And whether a value differs from the default that need not be written; nothing to ask where presence is told. */
function isSet(field: DescField, name: string): string {
  if (!isImplicit(field)) return '';
  switch (numberOf(field)) {
    case scalarNumbers.string:
      return ` && ${name} !== ""`;
    case scalarNumbers.bytes:
      return ` && ${name}.length !== 0`;
    case scalarNumbers.bool:
      return ` && ${name} !== false`;
    case scalarNumbers.double:
    case scalarNumbers.float:
      return ` && !Object.is(${name}, 0)`;
    default:
      return ` && ${name} !== 0 && ${name} !== 0n && ${name} !== "0"`;
  }
}

/** As a property of the literal that a message begins as; nothing for what may be absent. */
function initialOf(member: DescField | DescOneof): string {
  const name = JSON.stringify(member.localName);
  if (member.kind === 'oneof') return `${name}: { case: undefined }`;
  if (member.fieldKind === 'list') return `${name}: []`;
  if (member.fieldKind === 'map') return `${name}: {}`;
  if (member.fieldKind === 'message') return `${name}: undefined`;
  return `${name}: ${isImplicit(member) ? scalarOf(member).zero : 'undefined'}`;
}

function tagOf(number: number, wireType: number): number {
  return ((number << 3) | wireType) >>> 0;
}

/** Code that writes the tag: most take one byte or two. */
function tag(code: Code, number: number, wireType: number): string {
  const value = tagOf(number, wireType);
  if (value < 0x80) return `sink.reserve(1); sink.bytes[sink.at++] = ${value};`;
  return `${code.give(sinks.writeVarint)}(sink, ${value});`;
}

function writeUnknown(sink: ProtoSink, fields: readonly sources.UnknownField[]): void {
  for (const { no, wireType, data } of fields) {
    sinks.writeVarint(sink, tagOf(no, wireType));
    sinks.putBytes(sink, data);
  }
}

function keepUnknown(message: { $unknown?: sources.UnknownField[] }, field: sources.UnknownField): void {
  message.$unknown ??= [];
  message.$unknown.push(field);
}

function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else object[name] = value;
}

/** `lines.sku: expected string, got number 5`. */
function located(error: unknown, name: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  const separator = /^[\w.]+: /.test(text) ? '.' : ': ';
  return name === '' ? new TypeError(text) : new TypeError(`${name}${separator}${text}`);
}

/** The body of a function, and what it is given. */
class Code {
  text = '';
  readonly #given: unknown[] = [];
  #locals = 0;

  add(line: string): void {
    this.text += `${line}\n`;
  }

  local(): string {
    return `local${this.#locals++}`;
  }

  /** A name for something that the code uses. */
  give(value: unknown): string {
    const index = this.#given.indexOf(value);
    return `given${index < 0 ? this.#given.push(value) - 1 : index}`;
  }

  build(body: string): unknown {
    const names = this.#given.map((_, index) => `given${index} = given[${index}]`);
    const given = Object.assign([...this.#given], { empty: EMPTY });
    return runGenerated(`const ${['EMPTY = given.empty', ...names].join(', ')}; ${body}`, given);
  }
}

const EMPTY = Buffer.alloc(0);
