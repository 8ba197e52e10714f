/**
 * The language of the `.schema` files; docs/internals/protocol-definitions.md is its manual. In short:
 *
 *   # a comment
 *   api 1 Fetch                                 the file is about this API; then `listeners broker controller`
 *   topic __consumer_offsets                    or: the file describes the records of this topic
 *   request 4-18 flexible 12+ unstable          also `response`; `header|data NAME …`; `key|value|metadata ID NAME …`
 *     struct Topic 5+                           a struct that several fields of the message use
 *       name: string
 *     topics: []Topic?7+ 5+ tag 0 = null ignorable
 *
 * A field is `name: type`, then in this order and each only where needed: `?` or `?versions` (may be null), versions
 * (default: the enclosing struct's), `tag N`, `= default`, `inflexible`, `ignorable`. Fields of a struct that is used
 * once stand below it, indented by two.
 */
import type {
  DefaultValue,
  Definition,
  Field,
  Message,
  MessageKind,
  Primitive,
  Struct,
  VersionRange,
} from './definition.ts';
import { intersect, PRIMITIVES } from './definition.ts';

interface Line {
  number: number;
  indent: number;
  text: string;
  children: Line[];
}

/** Fails with an Error that names file and line where the text is not of the language. */
export function parseDefinition(path: string, text: string): Definition {
  const definition: Definition = { path, api: null, topic: null, messages: [] };
  for (const line of nest(path, text)) {
    try {
      readTopLine(definition, line);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw new Error(`${path}.schema, line ${error.line}: ${error.message}`, { cause: error });
    }
  }
  return definition;
}

class SchemaError extends Error {
  readonly line: number;

  constructor(line: Line, message: string) {
    super(message);
    this.line = line.number;
  }
}

/** The lines as a tree by their indentation, without comments and empty ones. */
function nest(path: string, text: string): Line[] {
  const root: Line = { number: 0, indent: -2, text: '', children: [] };
  const open = [root];
  text.split('\n').forEach((raw, index) => {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const line: Line = { number: index + 1, indent: raw.length - raw.trimStart().length, text: trimmed, children: [] };
    while (open.at(-1)!.indent >= line.indent) open.pop();
    const parent = open.at(-1)!;
    if (line.indent !== parent.indent + 2) {
      throw new Error(`${path}.schema, line ${line.number}: indented by ${line.indent}, not ${parent.indent + 2}`);
    }
    parent.children.push(line);
    open.push(line);
  });
  return root.children;
}

function readTopLine(definition: Definition, line: Line): void {
  const words = line.text.split(' ');
  const [keyword, first, second] = words;
  if (keyword === 'api') {
    definition.api = { key: integer(line, first), name: second ?? '', listeners: [] };
  } else if (keyword === 'listeners' && definition.api !== null) {
    definition.api.listeners = words.slice(1);
  } else if (keyword === 'topic' && first !== undefined) {
    definition.topic = first;
  } else {
    definition.messages.push(readMessage(definition, line, words));
  }
}

function readMessage(definition: Definition, line: Line, words: string[]): Message {
  const kind = words[0] as MessageKind;
  let key = -1;
  let name: string;
  let rest: string[];
  if (kind === 'request' || kind === 'response') {
    if (definition.api === null) throw new SchemaError(line, `a ${kind} outside of an api`);
    key = definition.api.key;
    name = definition.api.name + (kind === 'request' ? 'Request' : 'Response');
    rest = words.slice(1);
  } else if (kind === 'key' || kind === 'value' || kind === 'metadata') {
    key = integer(line, words[1]);
    name = words[2] ?? '';
    rest = words.slice(3);
  } else if (kind === 'header' || kind === 'data') {
    name = words[1] ?? '';
    rest = words.slice(2);
  } else {
    throw new SchemaError(line, `${String(words[0])} is no keyword`);
  }
  const versions = parseVersions(line, rest[0], { from: 0, to: 32767 });
  const message = { name, kind, key, versions, flexibleFrom: versions.to + 1, unstable: false };
  for (let i = 1; i < rest.length; i++) {
    if (rest[i] === 'flexible') message.flexibleFrom = parseVersions(line, rest[++i], versions).from;
    else if (rest[i] === 'unstable') message.unstable = true;
    else throw new SchemaError(line, `${String(rest[i])} is not expected here`);
  }
  return { ...message, ...new MessageReader(name, versions).read(line) };
}

/** Reads the fields of one message; holds the structs that are known by name so far. */
class MessageReader {
  readonly #messageName: string;
  readonly #versions: VersionRange;
  readonly #structs: Struct[] = [];
  readonly #named = new Map<string, Struct>();

  constructor(messageName: string, versions: VersionRange) {
    this.#messageName = messageName;
    this.#versions = versions;
  }

  read(line: Line): { root: Struct; structs: Struct[] } {
    const common = line.children.filter((child) => child.text.startsWith('struct '));
    const fields = line.children.filter((child) => !child.text.startsWith('struct '));
    for (const child of common) {
      const [, name = '', versions] = child.text.split(' ');
      const range = versions === undefined ? this.#versions : parseVersions(child, versions, this.#versions);
      this.#declare(child, { name, interfaceName: this.#messageName + name, versions: range, fields: [] });
    }
    for (const child of common) {
      const struct = this.#named.get(child.text.split(' ')[1]!)!;
      struct.fields = child.children.map((field) => this.#readField(field, struct.versions));
    }
    const root: Struct = { name: '', interfaceName: this.#messageName, versions: this.#versions, fields: [] };
    root.fields = fields.map((field) => this.#readField(field, this.#versions));
    return { root, structs: [...this.#structs, root] };
  }

  #declare(line: Line, struct: Struct): void {
    if (this.#named.has(struct.name)) throw new SchemaError(line, `a second struct ${struct.name}`);
    this.#named.set(struct.name, struct);
    this.#structs.push(struct);
  }

  #readField(line: Line, parent: VersionRange): Field {
    const match =
      /^(\w+): (\[\])?(\w+)(?:(\?)(\S*))?(?: (\d\S*))?(?: tag (\d+))?(?: = (\S+))?( inflexible)?( ignorable)?$/.exec(
        line.text,
      );
    if (match === null) throw new SchemaError(line, `"${line.text}" is no field`);
    const [
      ,
      name = '',
      array,
      typeName = '',
      mark,
      nullableText,
      versionsText,
      tag,
      defaultText,
      inflexible,
      ignorable,
    ] = match;
    const versions = versionsText === undefined ? parent : parseVersions(line, versionsText, parent);
    const isArray = array !== undefined;
    const type = this.#readType(line, typeName, versions);
    let nullable: VersionRange | null = null;
    if (mark !== undefined) nullable = nullableText ? parseVersions(line, nullableText, versions) : versions;
    return {
      name,
      type,
      isArray,
      versions,
      nullable,
      tag: tag === undefined ? null : Number(tag),
      default: parseDefault(line, isArray || typeof type !== 'string' ? null : type, defaultText),
      ignorable: ignorable !== undefined,
      inflexible: inflexible !== undefined,
    };
  }

  #readType(line: Line, name: string, versions: VersionRange): Primitive | Struct {
    const primitive = PRIMITIVES.find((known) => known === name);
    if (primitive !== undefined) return primitive;
    if (line.children.length === 0) {
      const struct = this.#named.get(name);
      if (struct === undefined) throw new SchemaError(line, `${name} is not defined`);
      return struct;
    }
    const struct: Struct = { name, interfaceName: this.#messageName + name, versions, fields: [] };
    struct.fields = line.children.map((child) => this.#readField(child, versions));
    this.#declare(line, struct);
    return struct;
  }
}

function parseDefault(line: Line, primitive: Primitive | null, text: string | undefined): DefaultValue {
  if (text === 'null') return { kind: 'null' };
  if (primitive === null || primitive === 'bytes' || primitive === 'records') {
    if (text !== undefined) throw new SchemaError(line, `only null can be the default here, not ${text}`);
    return { kind: 'empty' };
  }
  if (primitive === 'uuid') return { kind: 'value', value: 'AAAAAAAAAAAAAAAAAAAAAA' };
  if (primitive === 'string') return { kind: 'value', value: text === undefined ? '' : text.replaceAll('"', '') };
  if (primitive === 'bool') return { kind: 'value', value: text === 'true' };
  if (primitive === 'bits64') return { kind: 'value', value: BigInt(text ?? 0) };
  const value = Number(text ?? 0);
  if (Number.isNaN(value)) throw new SchemaError(line, `${String(text)} is no number`);
  return { kind: 'value', value };
}

/** `3`, `3-5` or `3+`, clipped to `parent`. */
function parseVersions(line: Line, text: string | undefined, parent: VersionRange): VersionRange {
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text ?? '');
  if (match === null) throw new SchemaError(line, `${String(text)} are no versions`);
  const from = Number(match[1]);
  const to = match[2] === '+' ? Infinity : Number(match[3] ?? from);
  const clipped = intersect({ from, to }, parent);
  if (clipped === null) throw new SchemaError(line, `versions ${String(text)} lie outside of the enclosing ones`);
  return clipped;
}

function integer(line: Line, text: string | undefined): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new SchemaError(line, `${String(text)} is no integer`);
  return value;
}
