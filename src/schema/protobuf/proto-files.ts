/**
 * A `.proto` file with all that it imports, and whose name means what in them: scopes are searched from the inside out,
 * as the language (and C++) has it, and a file sees what it imports, and what those import publicly.
 */
import { SchemaError } from '../schema-format.ts';
import type { ProtoEnum, ProtoExtend, ProtoField, ProtoFile, ProtoMessage } from './proto-ast.ts';
import { allFields } from './proto-ast.ts';
import { protoError } from './proto-tokens.ts';

/** How many files one may lead to. */
const MAX_FILES = 1000;

export type SymbolKind = 'package' | 'message' | 'enum' | 'service' | 'extension' | 'other';

export interface ProtoSymbol {
  readonly kind: SymbolKind;
  readonly fullName: string;
  readonly file: LinkedFile;
  readonly message: ProtoMessage | null;
  readonly enum: ProtoEnum | null;
  /** Of an extension: its field, and where it was declared. */
  readonly extension: { readonly field: ProtoField; readonly extend: ProtoExtend; readonly scope: string } | null;
}

export interface LinkedFile {
  readonly name: string;
  readonly proto: ProtoFile;
  /** Of what it imports, itself included. */
  readonly visible: ReadonlySet<LinkedFile>;
}

/** Finds the file of an import; null where there is none. Throws SchemaError where it can't be read. */
export type FindProto = (name: string) => ProtoFile | null;

export class ProtoFiles {
  /** By name, every file after those that it imports. */
  readonly files: Map<string, LinkedFile> = new Map();
  readonly main: LinkedFile;
  readonly #symbols = new Map<string, ProtoSymbol>();
  readonly #loading = new Set<string>();
  readonly #find: FindProto;

  /** Throws SchemaError where an import is not found, or leads back to its file. */
  constructor(main: { name: string; proto: ProtoFile }, find: FindProto) {
    this.#find = find;
    this.main = this.#load(main.name, main.proto);
  }

  symbol(fullName: string): ProtoSymbol | undefined {
    return this.#symbols.get(fullName);
  }

  get symbols(): Iterable<ProtoSymbol> {
    return this.#symbols.values();
  }

  /** The message or enum that `name` means within `scope` (a full name, or ''); null where it means none. */
  resolveType(file: LinkedFile, scope: string, name: string): ProtoSymbol | null {
    return this.#resolve({ file, scope, name, isWanted: isType });
  }

  resolveExtension(file: LinkedFile, scope: string, name: string): ProtoSymbol | null {
    return this.#resolve({ file, scope, name, isWanted: ({ kind }) => kind === 'extension' });
  }

  #resolve(search: {
    file: LinkedFile;
    scope: string;
    name: string;
    isWanted: (symbol: ProtoSymbol) => boolean;
  }): ProtoSymbol | null {
    const { file, name, isWanted } = search;
    if (name.startsWith('.')) return this.#seen(file, name.slice(1), isWanted);
    const dot = name.indexOf('.');
    const first = dot < 0 ? name : name.slice(0, dot);
    for (let { scope } = search; ; scope = parentOf(scope)) {
      const found = this.#seen(file, join(scope, first), dot < 0 ? isWanted : isScope);
      // A scope that is found by its first part hides those further out, even if it lacks the rest.
      if (found !== null) return dot < 0 ? found : this.#seen(file, join(scope, name), isWanted);
      if (scope === '') return null;
    }
  }

  #seen(file: LinkedFile, fullName: string, isWanted: (symbol: ProtoSymbol) => boolean): ProtoSymbol | null {
    const symbol = this.#symbols.get(fullName);
    if (symbol === undefined || !isWanted(symbol)) return null;
    return symbol.kind === 'package' || file.visible.has(symbol.file) ? symbol : null;
  }

  #load(name: string, proto: ProtoFile): LinkedFile {
    const known = this.files.get(name);
    if (known !== undefined) return known;
    if (this.#loading.has(name)) throw new SchemaError(`Invalid Protobuf schema: ${name} imports itself in the end`);
    if (this.#loading.size + this.files.size >= MAX_FILES) {
      throw new SchemaError(`Invalid Protobuf schema: more than ${MAX_FILES} files are imported`);
    }
    this.#loading.add(name);
    const visible = new Set<LinkedFile>();
    for (const { name: imported, line } of proto.imports) {
      const found = this.files.get(imported)?.proto ?? this.#find(imported);
      if (found === null) throw protoError(line, `the import "${imported}" is not among the references`);
      this.#addVisible(this.#load(imported, found), visible);
    }
    this.#loading.delete(name);
    const file: LinkedFile = { name, proto, visible };
    visible.add(file);
    this.files.set(name, file);
    this.#declareAll(file);
    return file;
  }

  #addVisible(file: LinkedFile, visible: Set<LinkedFile>): void {
    if (visible.has(file)) return;
    visible.add(file);
    for (const { name, kind } of file.proto.imports) {
      const imported = kind === 'public' ? this.files.get(name) : undefined;
      if (imported !== undefined) this.#addVisible(imported, visible);
    }
  }

  #declareAll(file: LinkedFile): void {
    const { proto } = file;
    for (let name = proto.packageName; name !== ''; name = parentOf(name)) {
      const known = this.#symbols.get(name);
      if (known !== undefined && known.kind !== 'package')
        throw protoError(0, `the package ${name} is also a ${known.kind}`);
      this.#symbols.set(name, { kind: 'package', fullName: name, file, message: null, enum: null, extension: null });
    }
    const scope = proto.packageName;
    for (const message of proto.messages) this.#declareMessage(file, scope, message);
    for (const node of proto.enums) this.#declareEnum(file, scope, node);
    for (const extend of proto.extends) this.#declareExtend(file, scope, extend);
    for (const service of proto.services) {
      const fullName = this.#declare(file, scope, { name: service.name, line: service.line, kind: 'service' });
      for (const { name, line } of service.rpcs) this.#declare(file, fullName, { name, line, kind: 'other' });
    }
  }

  #declareMessage(file: LinkedFile, scope: string, message: ProtoMessage): void {
    const { name, line } = message;
    const fullName = this.#declare(file, scope, { name, line, kind: 'message', message });
    for (const field of allFields(message)) this.#declareField(file, fullName, field);
    for (const oneof of message.oneofs)
      this.#declare(file, fullName, { name: oneof.name, line: oneof.line, kind: 'other' });
    for (const inner of message.messages) this.#declareMessage(file, fullName, inner);
    for (const inner of message.enums) this.#declareEnum(file, fullName, inner);
    for (const extend of message.extends) this.#declareExtend(file, fullName, extend);
  }

  #declareField(file: LinkedFile, scope: string, field: ProtoField): void {
    this.#declare(file, scope, { name: field.name, line: field.line, kind: 'other' });
    if (field.group !== null) this.#declareMessage(file, scope, field.group);
  }

  #declareEnum(file: LinkedFile, scope: string, node: ProtoEnum): void {
    this.#declare(file, scope, { name: node.name, line: node.line, kind: 'enum', enum: node });
    // The values stand beside their enum, not within it.
    for (const { name, line } of node.values) this.#declare(file, scope, { name, line, kind: 'other' });
  }

  #declareExtend(file: LinkedFile, scope: string, extend: ProtoExtend): void {
    for (const field of extend.fields) {
      const { name, line, group } = field;
      this.#declare(file, scope, { name, line, kind: 'extension', extension: { field, extend, scope } });
      if (group !== null) this.#declareMessage(file, scope, group);
    }
  }

  #declare(
    file: LinkedFile,
    scope: string,
    declared: { name: string; line: number; kind: SymbolKind } & Partial<ProtoSymbol>,
  ): string {
    const { name, line, kind, message = null, enum: node = null, extension = null } = declared;
    const fullName = join(scope, name);
    const known = this.#symbols.get(fullName);
    if (known !== undefined) {
      const where = known.file === file ? '' : ` in ${known.file.name}`;
      throw protoError(line, `${fullName} is declared twice${where}`);
    }
    this.#symbols.set(fullName, { kind, fullName, file, message, enum: node, extension });
    return fullName;
  }
}

export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

function parentOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

function isType({ kind }: ProtoSymbol): boolean {
  return kind === 'message' || kind === 'enum';
}

function isScope({ kind }: ProtoSymbol): boolean {
  return kind === 'package' || kind === 'message' || kind === 'enum' || kind === 'service';
}
