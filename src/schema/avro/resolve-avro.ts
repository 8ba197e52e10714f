/**
 * The second pass over a schema's text: every name that was used before its type was complete becomes that type. As
 * Java does it, records, arrays, maps and unions are made anew, one type after the other in the order in which their
 * definitions ended; the order shows in what is refused: a default that needs a record which is still open then.
 *
 * Invariant: what comes out has no gaps, and a named type is one object, but for each definition that repeats it.
 */
import type { JsonEntries, JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../json/json-node.ts';
import { SchemaError } from '../schema-format.ts';
import type { DefaultWorld, DraftRecord, DraftSchema, UnresolvedName } from './avro-default.ts';
import { isIntegerOf, isValidDefault } from './avro-default.ts';
import type { AvroRules } from './avro-names.ts';
import type { AvroField, AvroNamedSchema, AvroRecord, AvroSchema } from './avro-schema.ts';
import { isAvroNamed } from './avro-schema.ts';
import type { Budget } from './budget.ts';

export interface ResolveWorld {
  /** Complete types of other texts. */
  readonly known: ReadonlyMap<string, AvroNamedSchema>;
  /** The drafts of this text's types, in the order in which their definitions ended. */
  readonly defined: ReadonlyMap<string, DraftSchema>;
  readonly rules: AvroRules;
  readonly budget: Budget;
}

export interface Resolved {
  readonly root: AvroSchema;
  /** This text's types by their full names. */
  readonly named: ReadonlyMap<string, AvroNamedSchema>;
}

/** Throws SchemaError for a name that nobody defines, and for what cannot be told before all names are known. */
export function resolveDraft(root: DraftSchema, world: ResolveWorld): Resolved {
  return new Resolution(world).all(root);
}

/** Throws SchemaError for a union within a union, and for two branches that data could not tell apart. */
export function requireUnionBranches(branches: readonly DraftSchema[]): void {
  const names = new Set<string>();
  for (const branch of branches) {
    if (branch.kind === 'union') throw new SchemaError('a union stands within a union');
    if (branch.kind === 'unresolved') continue;
    const name = 'fullName' in branch ? branch.fullName : branch.kind;
    if (names.has(name)) throw new SchemaError(`${JSON.stringify(name)} stands twice in a union`);
    names.add(name);
  }
}

/** A record while its fields are being added. */
type OpenRecord = AvroRecord & { readonly fields: AvroField[] };

/** A schema to visit, or one whose parts have all been visited. */
interface Visit {
  readonly schema: DraftSchema;
  readonly isAfter: boolean;
}

class Resolution {
  readonly #world: ResolveWorld;
  readonly #defaults: DefaultWorld;
  readonly #replacements = new Map<DraftSchema, AvroSchema>();
  readonly #open = new Set<DraftSchema>();

  constructor(world: ResolveWorld) {
    this.#world = world;
    this.#defaults = { budget: world.budget, isOpen: (record) => this.#open.has(record) };
    for (const schema of world.known.values()) this.#replacements.set(schema, schema);
  }

  all(root: DraftSchema): Resolved {
    const named = new Map<string, AvroNamedSchema>();
    for (const draft of this.#world.defined.values()) this.#visit(draft);
    for (const [name, draft] of this.#world.defined) {
      const schema = this.#replacement(draft);
      if (isAvroNamed(schema)) named.set(name, schema);
    }
    // A type at the top that repeats one of another text is that one.
    const first = 'fullName' in root ? (named.get(root.fullName) ?? this.#world.known.get(root.fullName)) : undefined;
    if (first !== undefined) return { root: first, named };
    this.#visit(root);
    return { root: this.#replacement(root), named };
  }

  #replacement(draft: DraftSchema): AvroSchema {
    const replacement = this.#replacements.get(draft);
    if (replacement === undefined) throw new SchemaError('a type refers to itself in a way that cannot be followed');
    return replacement;
  }

  /** Walks through a draft in depth, without recursion but for types that are named ahead. */
  #visit(start: DraftSchema): void {
    const seen = new Set<DraftSchema>();
    const stack: Visit[] = [{ schema: start, isAfter: false }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      this.#world.budget.spend();
      const { schema, isAfter } = next;
      if (isAfter) this.#close(schema);
      else if (!seen.has(schema) && !this.#isComplete(schema)) {
        seen.add(schema);
        this.#enter(schema);
        stack.push({ schema, isAfter: true });
        for (const part of partsOf(schema)) stack.push({ schema: part, isAfter: false });
      }
    }
  }

  #isComplete(schema: DraftSchema): boolean {
    if (schema.kind !== 'record') return false;
    const replacement = this.#replacements.get(schema);
    return replacement !== undefined && !this.#open.has(replacement);
  }

  /** What is done before a schema's parts. */
  #enter(schema: DraftSchema): void {
    if (schema.kind === 'unresolved') this.#replacements.set(schema, this.#lookUp(schema));
    else if (schema.kind === 'record' && !this.#replacements.has(schema)) {
      const fields: AvroField[] = [];
      const open: OpenRecord = { ...schema, fields };
      this.#replacements.set(schema, open);
      this.#open.add(open);
    }
  }

  #lookUp({ fullName }: UnresolvedName): AvroSchema {
    const draft = this.#world.known.get(fullName) ?? this.#world.defined.get(fullName);
    if (draft === undefined) throw new SchemaError(`there is no type called ${JSON.stringify(fullName)}`);
    if (!this.#replacements.has(draft)) this.#world.budget.within(() => this.#visit(draft));
    return this.#replacement(draft);
  }

  /** What is done once a schema's parts are done. */
  #close(schema: DraftSchema): void {
    switch (schema.kind) {
      case 'unresolved':
        return;
      case 'record':
        this.#closeRecord(schema);
        return;
      case 'array':
        requireSmallIntegers(schema.properties);
        this.#replacements.set(schema, { ...schema, items: this.#replacement(schema.items) });
        return;
      case 'map':
        requireSmallIntegers(schema.properties);
        this.#replacements.set(schema, { ...schema, values: this.#replacement(schema.values) });
        return;
      case 'union': {
        const branches = schema.branches.map((branch) => this.#replacement(branch));
        requireUnionBranches(branches);
        this.#replacements.set(schema, { kind: 'union', branches });
        return;
      }
      default:
        this.#replacements.set(schema, schema);
    }
  }

  #closeRecord(draft: DraftRecord): void {
    const record = this.#replacement(draft);
    // A visit within this one may have closed it already.
    if (record.kind !== 'record' || !this.#open.has(record)) return;
    requireSmallIntegers(draft.properties);
    const fields = draft.fields.map((field) => {
      const type = this.#replacement(field.type);
      if (this.#world.rules === 'strict') this.#requireDefault({ ...field, type }, draft.fullName);
      return { ...field, type };
    });
    (record as OpenRecord).fields.push(...fields);
    this.#open.delete(record);
  }

  #requireDefault({ name, type, default: value }: AvroField, record: string): void {
    if (value === undefined) return;
    // NaN and the infinities, which were accepted as numbers before.
    if (typeof value === 'string' && (type.kind === 'float' || type.kind === 'double')) return;
    if (isValidDefault(type, value, this.#defaults)) return;
    throw new SchemaError(
      `the field ${JSON.stringify(name)} of ${JSON.stringify(record)} has a default of another type`,
    );
  }
}

/** In the order in which they are pushed: what is pushed last is visited first, as in Java. */
function partsOf(schema: DraftSchema): readonly DraftSchema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map((field) => field.type).toReversed();
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}

/** Java cannot copy an integer past 64 bits, and copies the properties of records, arrays and maps. */
function requireSmallIntegers(properties: JsonEntries): void {
  for (const [key, value] of properties) {
    if (hasBigInteger(value)) throw new SchemaError(`the property ${JSON.stringify(key)} has an integer past 64 bits`);
  }
}

function hasBigInteger(node: JsonNode): boolean {
  if (node instanceof JsonNumber) return node.isInteger && !isIntegerOf(node, 64);
  if (isJsonArray(node)) return node.some(hasBigInteger);
  return node instanceof JsonObject && node.entries.some(([, value]) => hasBigInteger(value));
}
