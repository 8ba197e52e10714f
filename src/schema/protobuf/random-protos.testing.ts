/** Random `.proto` texts that protoc takes: messages within messages, oneofs, maps, enums, options, comments. */
import fc from 'fast-check';

const SCALARS = [
  'int32',
  'int64',
  'uint32',
  'sint64',
  'fixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
  'float',
  'double',
];
const KEYS = ['string', 'int32', 'bool', 'sint64', 'fixed64'];
const SPACES = [' ', '\n', '\t ', ' // why not\n', ' /* {;" */ ', '\r\n'];

/** What a generator draws from. */
export interface Draws {
  /** 0 up to `below`. */
  integer(below: number): number;
}

/** A text in one of the syntaxes, as the draws have it. */
export function randomProto(draws: Draws): string {
  return new ProtoWriter(draws).file();
}

export function anyProto(): fc.Arbitrary<string> {
  return fc.infiniteStream(fc.nat({ max: 1 << 30 })).map((stream) => {
    const numbers = stream[Symbol.iterator]();
    return randomProto({ integer: (below) => Number(numbers.next().value) % below });
  });
}

class ProtoWriter {
  readonly #draws: Draws;
  readonly #isProto3: boolean;
  #names = 0;

  constructor(draws: Draws) {
    this.#draws = draws;
    this.#isProto3 = draws.integer(2) === 0;
  }

  file(): string {
    const parts = [`syntax = "${this.#isProto3 ? 'proto3' : 'proto2'}";`];
    if (this.#maybe()) parts.push('package some.where;');
    parts.push('import "google/protobuf/timestamp.proto";');
    if (this.#maybe()) parts.push('option java_package = "a\\n\\x41\\\'b" "c";');
    const types = ['google.protobuf.Timestamp', '.google.protobuf.Timestamp'];
    for (let i = this.#draws.integer(4); i >= 0; i--) parts.push(this.#declaration(types, 0));
    return parts.map((part) => part + this.#space()).join('');
  }

  #declaration(types: string[], depth: number): string {
    return this.#draws.integer(4) === 0 ? this.#enum(types) : this.#message(types, depth);
  }

  #message(outer: string[], depth: number): string {
    const name = this.#name('Message');
    outer.push(name);
    const types = [...outer];
    const parts: string[] = [];
    let number = 1;
    const next = (): number => (number += 1 + this.#draws.integer(3));
    for (let i = this.#draws.integer(6); i > 0; i--) parts.push(...this.#element(types, next, depth));
    if (this.#maybe()) parts.push(`reserved ${next()}, ${next()} to ${next()};`, `reserved "${this.#name('gone')}";`);
    if (!this.#isProto3 && this.#maybe()) parts.push(`extensions ${1000 + next()} to max;`);
    if (this.#maybe()) parts.push('option deprecated = true;');
    return `message ${name}${this.#space()}{${parts.map((part) => part + this.#space()).join('')}}`;
  }

  #element(types: string[], next: () => number, depth: number): string[] {
    switch (this.#draws.integer(depth < 3 ? 7 : 4)) {
      case 0:
        return [`map<${this.#pick(KEYS)},${this.#pick([...SCALARS, ...types])}> ${this.#name('map_of')} = ${next()};`];
      case 1:
        return [`oneof ${this.#name('one')} { ${this.#member(types, next)} ${this.#member(types, next)} }`];
      case 4:
      case 5:
        return [this.#declaration(types, depth + 1)];
      default:
        return [this.#label() + this.#member(types, next)];
    }
  }

  #member(types: string[], next: () => number): string {
    const type = this.#pick([...SCALARS, ...types]);
    const options = this.#pick([
      '',
      '',
      ' [deprecated = true]',
      ` [json_name = "${this.#name('x')}", deprecated=false]`,
    ]);
    return `${type} ${this.#name(this.#pick(['field', 'some_field', 'aB_c']))}${this.#space()}=${this.#space()}${next()}${options};`;
  }

  #label(): string {
    if (this.#isProto3) return this.#pick(['', '', 'optional ', 'repeated ']);
    return this.#pick(['optional ', 'required ', 'repeated ']);
  }

  #enum(outer: string[]): string {
    const name = this.#name('Enum');
    const value = (number: number): string => `${this.#name('VALUE')} = ${number};`;
    const values = [0, -5, 0x10, 7].slice(0, 1 + this.#draws.integer(4)).map(value);
    if (!this.#isProto3 && this.#maybe()) values.reverse();
    outer.push(name);
    return `enum ${name} { ${this.#maybe() ? 'reserved 100, 200 to max;' : ''} ${values.join(this.#space())} }`;
  }

  #name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  #space(): string {
    return this.#pick(SPACES);
  }

  #maybe(): boolean {
    return this.#draws.integer(2) === 0;
  }

  #pick(list: readonly string[]): string {
    return list[this.#draws.integer(list.length)]!;
  }
}
