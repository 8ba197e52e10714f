/**
 * A `.proto` text → what it says. Reads proto2, proto3 and editions; what depends on more than the grammar (names,
 * numbers, rules of a syntax) is checked in `check-proto.ts`.
 * Invariant: the work is linear in the text, and its depth is bounded.
 */
import type {
  FieldLabel,
  ProtoEnum,
  ProtoEnumValue,
  ProtoExtend,
  ProtoExtensions,
  ProtoField,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRange,
  ProtoReserved,
  ProtoRpc,
  ProtoService,
} from './proto-ast.ts';
import { MAX_ENUM_NUMBER, MAX_FIELD_NUMBER } from './proto-ast.ts';
import { parseBracketedOptions, parseOption, parseTypeName } from './parse-options.ts';
import { protoError, ProtoTokens } from './proto-tokens.ts';

/** In characters. */
const MAX_TEXT = 1024 * 1024;
/** Messages within messages, as protoc has it. */
const MAX_DEPTH = 32;
const EDITIONS: readonly string[] = ['2023', '2024'];

/** Throws SchemaError with the line. */
export function parseProto(text: string): ProtoFile {
  if (text.length > MAX_TEXT) throw protoError(0, `the text is longer than ${MAX_TEXT} characters`);
  return new ProtoParser(new ProtoTokens(text)).file();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

class ProtoParser {
  readonly #tokens: ProtoTokens;
  #syntax: ProtoFile['syntax'] = null;
  #edition: string | null = null;
  #packageName = '';
  readonly #imports: ProtoImport[] = [];
  readonly #messages: ProtoMessage[] = [];
  readonly #enums: ProtoEnum[] = [];
  readonly #extends: ProtoExtend[] = [];
  readonly #services: ProtoService[] = [];
  readonly #options: ProtoOption[] = [];

  constructor(tokens: ProtoTokens) {
    this.#tokens = tokens;
  }

  file(): ProtoFile {
    const tokens = this.#tokens;
    if (tokens.isWord('syntax') || tokens.isWord('edition')) this.#syntaxLine();
    while (tokens.kind !== 'end') if (!tokens.skip(';')) this.#declaration();
    return {
      syntax: this.#syntax,
      edition: this.#edition,
      packageName: this.#packageName,
      imports: this.#imports,
      messages: this.#messages,
      enums: this.#enums,
      extends: this.#extends,
      services: this.#services,
      options: this.#options,
    };
  }

  #syntaxLine(): void {
    const tokens = this.#tokens;
    const word = tokens.takeWord('syntax');
    tokens.require('=');
    const { line } = tokens;
    const text = tokens.takeString('the syntax in quotes');
    if (word === 'edition') {
      if (!EDITIONS.includes(text)) throw protoError(line, `edition "${text}" is not one of ${EDITIONS.join(', ')}`);
      this.#syntax = 'editions';
      this.#edition = text;
    } else if (text === 'proto2' || text === 'proto3') this.#syntax = text;
    else throw protoError(line, `the syntax "${text}" is neither "proto2" nor "proto3"`);
    tokens.require(';');
  }

  #declaration(): void {
    const tokens = this.#tokens;
    const { line } = tokens;
    const word = tokens.kind === 'word' ? tokens.text : '';
    if (word === 'package') {
      if (this.#packageName !== '') throw tokens.error('a second package');
      tokens.advance();
      this.#packageName = parseTypeName(tokens, "the package's name");
      tokens.require(';');
    } else if (word === 'import') {
      tokens.advance();
      const kind = tokens.isWord('public') ? 'public' : tokens.isWord('weak') ? 'weak' : 'plain';
      if (kind !== 'plain' || tokens.isWord('option')) tokens.advance();
      this.#imports.push({ name: tokens.takeString('the imported name in quotes'), kind, line });
      tokens.require(';');
    } else if (word === 'option') this.#options.push(this.#option());
    else if (word === 'message') this.#messages.push(this.#message(0));
    else if (word === 'enum') this.#enums.push(this.#enum());
    else if (word === 'extend') this.#extends.push(this.#extend(0));
    else if (word === 'service') this.#services.push(this.#service());
    else if (this.#skipVisibility()) return;
    else throw tokens.unexpected('a message, an enum, an import or the like');
  }

  /** `export message` and `local enum` of edition 2024 say who may import them; nothing else depends on it. */
  #skipVisibility(): boolean {
    const tokens = this.#tokens;
    if (this.#edition !== '2024' || !(tokens.isWord('export') || tokens.isWord('local'))) return false;
    const next = tokens.peek();
    if (next !== 'message' && next !== 'enum') return false;
    tokens.advance();
    return true;
  }

  #option(): ProtoOption {
    this.#tokens.advance();
    const option = parseOption(this.#tokens);
    this.#tokens.require(';');
    return option;
  }

  #message(depth: number): ProtoMessage {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const name = tokens.takeWord("the message's name");
    return this.#messageBody({ name, line, position, depth });
  }

  #messageBody(head: { name: string; line: number; position: number; depth: number }): ProtoMessage {
    const { name, line, position, depth } = head;
    const tokens = this.#tokens;
    if (depth >= MAX_DEPTH) throw tokens.error(`more than ${MAX_DEPTH} levels of messages`);
    const message: Mutable<ProtoMessage> = {
      name,
      line,
      position,
      fields: [],
      oneofs: [],
      messages: [],
      enums: [],
      extends: [],
      extensions: [],
      reserved: [],
      options: [],
    };
    tokens.require('{');
    while (!tokens.skip('}')) if (!tokens.skip(';')) this.#messageElement(message, depth);
    return message;
  }

  #messageElement(message: Mutable<ProtoMessage>, depth: number): void {
    const tokens = this.#tokens;
    switch (this.#elementWord()) {
      case 'message':
        return void message.messages.push(this.#message(depth + 1));
      case 'enum':
        return void message.enums.push(this.#enum());
      case 'extend':
        return void message.extends.push(this.#extend(depth + 1));
      case 'oneof':
        return void message.oneofs.push(this.#oneof(depth));
      case 'option':
        return void message.options.push(this.#option());
      case 'extensions':
        return void message.extensions.push(this.#extensions());
      case 'reserved':
        return void message.reserved.push(this.#reserved(MAX_FIELD_NUMBER));
      default:
        if (tokens.kind === 'end') throw tokens.unexpected("'}'");
        if (!this.#skipVisibility()) message.fields.push(this.#field(depth));
    }
  }

  /** The word that opens an element which is no field; a field's type may be called the same, though. */
  #elementWord(): string {
    const tokens = this.#tokens;
    if (tokens.kind !== 'word') return '';
    const next = tokens.peek();
    if (next === '=') return '';
    return next === '.' && tokens.text !== 'extend' ? '' : tokens.text;
  }

  #field(depth: number, isOneof = false): ProtoField {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    const label = isOneof ? null : this.#label();
    let mapKey: string | null = null;
    let type = '';
    if (tokens.isWord('map') && tokens.peek() === '<') {
      tokens.advance();
      tokens.require('<');
      mapKey = parseTypeName(tokens, "the type of the map's keys");
      tokens.require(',');
      type = parseTypeName(tokens, "the type of the map's values");
      tokens.require('>');
    } else type = parseTypeName(tokens, "a field's type");
    const name = tokens.takeWord("the field's name");
    tokens.require('=');
    const number = this.#integer();
    const options = parseBracketedOptions(tokens);
    const head = { label, type, mapKey, number, options, line, position };
    if (type === 'group' && tokens.is('{')) {
      const group = this.#messageBody({ name, line, position, depth: depth + 1 });
      return { ...head, name: name.toLowerCase(), group };
    }
    tokens.require(';');
    return { ...head, name, group: null };
  }

  #label(): FieldLabel | null {
    const tokens = this.#tokens;
    const { text } = tokens;
    if (tokens.kind !== 'word' || (text !== 'optional' && text !== 'required' && text !== 'repeated')) return null;
    tokens.advance();
    return text;
  }

  #oneof(depth: number): ProtoOneof {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const name = tokens.takeWord("the oneof's name");
    const fields: ProtoField[] = [];
    const options: ProtoOption[] = [];
    tokens.require('{');
    while (!tokens.skip('}')) {
      if (tokens.skip(';')) continue;
      if (this.#elementWord() === 'option') options.push(this.#option());
      else fields.push(this.#field(depth, true));
    }
    return { name, fields, options, line, position };
  }

  #extend(depth: number): ProtoExtend {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const extendee = parseTypeName(tokens, 'the extended message');
    const fields: ProtoField[] = [];
    tokens.require('{');
    while (!tokens.skip('}')) if (!tokens.skip(';')) fields.push(this.#field(depth));
    return { extendee, fields, line, position };
  }

  #enum(): ProtoEnum {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const name = tokens.takeWord("the enum's name");
    const values: ProtoEnumValue[] = [];
    const reserved: ProtoReserved[] = [];
    const options: ProtoOption[] = [];
    tokens.require('{');
    while (!tokens.skip('}')) {
      if (tokens.skip(';')) continue;
      const word = this.#elementWord();
      if (word === 'option') options.push(this.#option());
      else if (word === 'reserved') reserved.push(this.#reserved(MAX_ENUM_NUMBER));
      else values.push(this.#enumValue());
    }
    return { name, values, reserved, options, line, position };
  }

  #enumValue(): ProtoEnumValue {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    const name = tokens.takeWord("the name of an enum's value");
    tokens.require('=');
    const number = this.#integer();
    const options = parseBracketedOptions(tokens);
    tokens.require(';');
    return { name, number, options, line, position };
  }

  #service(): ProtoService {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const name = tokens.takeWord("the service's name");
    const rpcs: ProtoRpc[] = [];
    const options: ProtoOption[] = [];
    tokens.require('{');
    while (!tokens.skip('}')) {
      if (tokens.skip(';')) continue;
      if (tokens.isWord('option')) options.push(this.#option());
      else if (tokens.isWord('rpc')) rpcs.push(this.#rpc());
      else throw tokens.unexpected("'rpc', 'option' or '}'");
    }
    return { name, rpcs, options, line, position };
  }

  #rpc(): ProtoRpc {
    const tokens = this.#tokens;
    const { line, position } = tokens;
    tokens.advance();
    const name = tokens.takeWord("the rpc's name");
    const request = this.#rpcType();
    if (tokens.takeWord("'returns'") !== 'returns') throw tokens.unexpected("'returns'");
    const response = this.#rpcType();
    const options: ProtoOption[] = [];
    if (tokens.skip('{')) {
      while (!tokens.skip('}')) {
        if (tokens.skip(';')) continue;
        if (!tokens.isWord('option')) throw tokens.unexpected("'option' or '}'");
        options.push(this.#option());
      }
    } else tokens.require(';');
    return {
      name,
      request: request.type,
      isRequestStream: request.isStream,
      response: response.type,
      isResponseStream: response.isStream,
      options,
      line,
      position,
    };
  }

  #rpcType(): { type: string; isStream: boolean } {
    const tokens = this.#tokens;
    tokens.require('(');
    const isStream = tokens.isWord('stream') && tokens.peek() !== ')';
    if (isStream) tokens.advance();
    const type = parseTypeName(tokens, "the message's type");
    tokens.require(')');
    return { type, isStream };
  }

  #extensions(): ProtoExtensions {
    const tokens = this.#tokens;
    const { line } = tokens;
    tokens.advance();
    const ranges: ProtoRange[] = [];
    do ranges.push(this.#range(MAX_FIELD_NUMBER));
    while (tokens.skip(','));
    const options = parseBracketedOptions(tokens);
    tokens.require(';');
    return { ranges, options, line };
  }

  #reserved(max: number): ProtoReserved {
    const tokens = this.#tokens;
    const { line } = tokens;
    tokens.advance();
    const values: (ProtoRange | string)[] = [];
    do {
      if (tokens.kind === 'string') values.push(tokens.takeString('a name'));
      else if (tokens.kind === 'word') values.push(tokens.takeWord('a name'));
      else values.push(this.#range(max));
    } while (tokens.skip(','));
    tokens.require(';');
    return { values, areNamesQuoted: this.#syntax !== 'editions', line };
  }

  #range(max: number): ProtoRange {
    const tokens = this.#tokens;
    const start = this.#integer();
    if (!tokens.isWord('to')) return { start, end: start, isSpan: false };
    tokens.advance();
    if (!tokens.isWord('max')) return { start, end: this.#integer(), isSpan: true };
    tokens.advance();
    return { start, end: max, isSpan: true };
  }

  /** An int32. */
  #integer(): number {
    const tokens = this.#tokens;
    const sign = tokens.skip('-') ? -1 : 1;
    if (tokens.kind !== 'number') throw tokens.unexpected('a number');
    const { text } = tokens;
    const value = /^0[0-7]+$/.test(text) ? parseInt(text, 8) : /^(?:\d+|0[xX].*)$/.test(text) ? Number(text) : NaN;
    if (!Number.isInteger(value) || sign * value > MAX_ENUM_NUMBER || sign * value < -MAX_ENUM_NUMBER - 1) {
      throw tokens.unexpected('an integer of 32 bits');
    }
    tokens.advance();
    return sign * value + 0;
  }
}
