/**
 * TypeScript types as trees, and how they are printed: two spaces, single quotes, lines of 120 characters, objects one
 * member a line. The same types give the same text.
 */
export type TsType =
  | { readonly kind: 'text'; readonly text: string }
  /** A declared type, by its name. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'union' | 'intersection'; readonly parts: readonly TsType[] }
  | { readonly kind: 'array'; readonly items: TsType }
  | { readonly kind: 'tuple'; readonly items: readonly TsType[]; readonly rest: TsType | null }
  | { readonly kind: 'map'; readonly values: TsType }
  /** A wrapper of a value stands on one line. */
  | { readonly kind: 'object'; readonly members: readonly TsMember[]; readonly isWrapper?: boolean };

export interface TsMember {
  readonly name: string;
  readonly isOptional: boolean;
  readonly doc: readonly string[];
  readonly type: TsType;
}

export interface TsDeclaration {
  readonly name: string;
  readonly doc: readonly string[];
  readonly type: TsType;
}

const WIDTH = 120;

export const UNKNOWN: TsType = { kind: 'text', text: 'unknown' };
export const NEVER: TsType = { kind: 'text', text: 'never' };

export function text(word: string): TsType {
  return { kind: 'text', text: word };
}

/** A text, number, boolean or null as the type of itself. */
export function literal(value: string | number | boolean | null): TsType {
  return text(typeof value === 'string' ? quoted(value) : String(value));
}

/** Each part once; what takes anything takes all. */
export function union(parts: readonly TsType[]): TsType {
  const flat = distinct(parts.flatMap((part) => (part.kind === 'union' ? part.parts : [part])));
  const some = flat.filter((part) => part !== NEVER);
  if (some.some((part) => part === UNKNOWN)) return UNKNOWN;
  return some.length <= 1 ? (some[0] ?? NEVER) : { kind: 'union', parts: some };
}

/** What takes anything leaves the others as they are. */
export function intersection(parts: readonly TsType[]): TsType {
  const some = distinct(parts.filter((part) => part !== UNKNOWN));
  return some.length <= 1 ? (some[0] ?? UNKNOWN) : { kind: 'intersection', parts: some };
}

function distinct(parts: readonly TsType[]): readonly TsType[] {
  return [...new Map(parts.map((part) => [printType(part, { indent: 0, column: 0 }), part])).values()];
}

export function printDeclaration({ name, doc, type }: TsDeclaration): string {
  const head = docText(doc, 0);
  if (type.kind === 'object' && type.members.length > 0 && type.isWrapper !== true) {
    return `${head}export interface ${name} ${printType(type, { indent: 0, column: 0 })}\n`;
  }
  const start = `export type ${name} =`;
  return `${head}${start}${afterSign(type, { indent: 0, column: start.length })};\n`;
}

interface Where {
  /** Of the line, in columns. */
  readonly indent: number;
  /** Where on the line it begins. */
  readonly column: number;
}

/** With the blank before it, or broken into lines where it is too long for the rest of its line. */
function afterSign(type: TsType, { indent, column }: Where): string {
  const line = printType(type, { indent, column: column + 1 });
  const isLong = column + 1 + (line.split('\n')[0]?.length ?? 0) >= WIDTH;
  if (!isLong || type.kind !== 'union') return ` ${line}`;
  const space = ' '.repeat(indent + 2);
  const parts = type.parts.map((part) => `${space}| ${printType(part, { indent: indent + 4, column: indent + 4 })}`);
  return `\n${parts.join('\n')}`;
}

function printType(type: TsType, where: Where): string {
  switch (type.kind) {
    case 'text':
      return type.text;
    case 'name':
      return type.name;
    case 'union':
      return type.parts.map((part) => printType(part, where)).join(' | ');
    case 'intersection':
      return type.parts.map((part) => grouped(part, where)).join(' & ');
    case 'array':
      return `${grouped(type.items, where)}[]`;
    case 'tuple': {
      const rest = type.rest === null ? [] : [`...${grouped(type.rest, where)}[]`];
      return `[${[...type.items.map((item) => printType(item, where)), ...rest].join(', ')}]`;
    }
    case 'map':
      return `{ [key: string]: ${printType(type.values, where)} }`;
    case 'object':
      return printObject(type, where);
  }
}

function grouped(type: TsType, where: Where): string {
  const printed = printType(type, where);
  return type.kind === 'union' || type.kind === 'intersection' ? `(${printed})` : printed;
}

function printObject({ members, isWrapper = false }: TsType & { kind: 'object' }, { indent }: Where): string {
  if (members.length === 0) return 'Record<string, unknown>';
  if (isWrapper) {
    const one = ({ name, isOptional, type }: TsMember): string =>
      `${propertyName(name)}${isOptional ? '?' : ''}: ${printType(type, { indent, column: indent })}`;
    return `{ ${members.map(one).join('; ')} }`;
  }
  const inner = indent + 2;
  const lines = members.map(({ name, isOptional, doc, type }) => {
    const start = `${' '.repeat(inner)}${propertyName(name)}${isOptional ? '?' : ''}:`;
    return `${docText(doc, inner)}${start}${afterSign(type, { indent: inner, column: start.length })};\n`;
  });
  return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

/** A comment; nothing for nothing. */
function docText(lines: readonly string[], indent: number): string {
  if (lines.length === 0) return '';
  const space = ' '.repeat(indent);
  // What ends a comment would let a schema write code.
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').trimEnd());
  if (safe.length === 1 && indent + (safe[0]?.length ?? 0) + 7 <= WIDTH) return `${space}/** ${safe[0]} */\n`;
  return `${space}/**\n${safe.map((line) => `${space} * ${line}`.trimEnd()).join('\n')}\n${space} */\n`;
}

/** Of a schema, in lines. */
export function docLines(doc: string | null | undefined): readonly string[] {
  return doc === null || doc === undefined || doc.trim() === '' ? [] : doc.trim().split(/\r\n|[\n\r\u2028\u2029]/);
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** With the quotes that need fewer escapes, single ones where it does not matter. */
export function quoted(value: string): string {
  const plain = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  const count = (mark: string): number => value.split(mark).length;
  const mark = count("'") > count('"') ? '"' : "'";
  const escaped = plain.replaceAll(mark, `\\${mark}`);
  const safe = escaped.replaceAll(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);
  return mark + safe + mark;
}

/** Names of declarations, each given out once. */
export class TsNames {
  readonly #taken = new Set(RESERVED);

  /** The first of the wanted names that is free, made an identifier; else the last with a number. */
  take(...wanted: readonly string[]): string {
    const names = wanted.map(identifier);
    let name = names.find((one) => !this.#taken.has(one));
    for (let number = 2; name === undefined; number++) {
      const numbered = `${names.at(-1) ?? 'Value'}${number}`;
      if (!this.#taken.has(numbered)) name = numbered;
    }
    this.#taken.add(name);
    return name;
  }
}

/** What the types themselves use, and what no type may be called. */
const RESERVED: readonly string[] = `
  Buffer Date Record any unknown never object string number boolean bigint symbol void undefined null
  true false this await async let static yield break case catch class const continue debugger default
  delete do else enum export extends finally for function if import in instanceof new return super
  switch throw try typeof var while with implements interface package private protected public type
  declare module namespace abstract as asserts is keyof infer readonly unique require global from of
  get set satisfies out accessor`
  .trim()
  .split(/\s+/);

function identifier(name: string): string {
  const clean = name.replaceAll(/[^\w$]+/g, '_');
  return /^[A-Za-z_$]/.test(clean) ? clean : `_${clean}`;
}

/** `orders-value` → `OrdersValue`. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || 'Value';
}
