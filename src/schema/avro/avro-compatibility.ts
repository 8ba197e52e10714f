/**
 * Whether data of one schema can be read by another, judged on the schemas alone, as Java's `SchemaCompatibility` does:
 * the same findings in the same order, with the same places and messages, since registries quote them.
 *
 * What it finds for a pair of nodes is remembered by identity, so that the second use of a named type repeats the
 * findings of the first, their places included; and a pair that is being looked at counts as compatible.
 *
 * Invariant: bounded time and a bounded list, whatever the schemas.
 */
import { assert } from '#kernel';
import type { AvroEnum, AvroField, AvroNamedSchema, AvroRecord, AvroSchema, AvroUnion } from './avro-schema.ts';
import { Budget } from './budget.ts';

export type AvroIncompatibilityType =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

export interface AvroIncompatibility {
  readonly type: AvroIncompatibilityType;
  /** A path through the reader's schema, mostly: `/fields/1/type/symbols`; `/` is the top. */
  readonly location: string;
  readonly message: string;
}

/** A reader's field that could mean either of two fields of the writer's. */
export class AmbiguousFieldError extends Error {
  override readonly name = 'AmbiguousFieldError';
}

/** As many findings as are listed; a type that is used often repeats its own each time. */
const MAX_FINDINGS = 10_000;
/** Pairs of types that are compared, and names within them: two unions of 600 branches each are well within. */
const MAX_STEPS = 500_000;

/**
 * What stands in the way of reading the writer's data; nothing where the schemas are compatible. Throws
 * AmbiguousFieldError where a reader's field matches two of the writer's, which is no compatibility either, and
 * SchemaError for schemas that are too large to compare.
 */
export function checkAvroCompatibility(reader: AvroSchema, writer: AvroSchema): readonly AvroIncompatibility[] {
  return [...listed(new Checker().check(reader, writer, ''))];
}

/** What was found for a pair; the lists of its parts are shared, not copied. */
type Findings = AvroIncompatibility | Mismatch | { readonly parts: readonly Findings[] };

/** A pair of types without parts that does not fit: what to say of it is told when it is asked for. */
interface Mismatch {
  readonly reader: AvroSchema;
  readonly writer: AvroSchema;
  readonly path: string;
}

const NOTHING: Findings = { parts: [] };

/** The kinds that are read as a wider one, by the reader's kind. */
const PROMOTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['long', ['int']],
  ['float', ['int', 'long']],
  ['double', ['int', 'long', 'float']],
  ['bytes', ['string']],
  ['string', ['bytes']],
]);

function* listed(findings: Findings): Generator<AvroIncompatibility> {
  const stack: Findings[] = [findings];
  let count = 0;
  for (let next = stack.pop(); next !== undefined && count < MAX_FINDINGS; next = stack.pop()) {
    if ('parts' in next) {
      for (let index = next.parts.length - 1; index >= 0; index--) {
        const part = next.parts[index];
        if (part !== undefined) stack.push(part);
      }
    } else if ('reader' in next) {
      stack.push({ parts: explained(next) });
    } else {
      count++;
      yield next;
    }
  }
}

/** Findings of findings; without any, nothing at all: that is what compatible means. */
function merged(parts: readonly Findings[]): Findings {
  const present = parts.filter((part) => part !== NOTHING);
  return present.length <= 1 ? (present[0] ?? NOTHING) : { parts: present };
}

class Checker {
  readonly #budget = new Budget(MAX_STEPS);
  readonly #memory = new Map<AvroSchema, Map<AvroSchema, Findings>>();

  /** `path` is where the pair stands; `''` at the top, where it is not joined. */
  check(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
    let ofReader = this.#memory.get(reader);
    if (ofReader === undefined) this.#memory.set(reader, (ofReader = new Map()));
    const remembered = ofReader.get(writer);
    if (remembered !== undefined) return remembered;
    const findings = isLeafPair(reader, writer)
      ? this.#compareLeaves(reader, writer, path)
      : this.#compareParts(reader, writer, { path, ofReader });
    ofReader.set(writer, findings);
    return findings;
  }

  #compareLeaves(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
    this.#budget.spend(costOf(reader, writer));
    return isReadable(reader, writer) ? NOTHING : { reader, writer, path };
  }

  #compareParts(
    reader: AvroSchema,
    writer: AvroSchema,
    { path, ofReader }: { path: string; ofReader: Map<AvroSchema, Findings> },
  ): Findings {
    // While it is being looked at it counts as compatible.
    ofReader.set(writer, NOTHING);
    return this.#budget.within(() => this.#compare(reader, writer, path));
  }

  #compare(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
    if (reader.kind === 'union') return this.#readerUnion(reader, writer, path);
    if (writer.kind === 'union') {
      return merged(writer.branches.map((branch, index) => this.check(reader, branch, `${path}/${index}`)));
    }
    if (reader.kind === 'array' && writer.kind === 'array')
      return this.check(reader.items, writer.items, `${path}/items`);
    if (reader.kind === 'map' && writer.kind === 'map')
      return this.check(reader.values, writer.values, `${path}/values`);
    assert(reader.kind === 'record' && writer.kind === 'record', 'all other pairs have no parts');
    this.#budget.spend(reader.aliases.length + reader.fields.length + writer.fields.length);
    const name = isNamedAlike(reader, writer) ? NOTHING : nameMismatch(writer, path);
    return merged([name, this.#fields(reader, writer, path)]);
  }

  /** What is found deeper within a union is not told, only which branch is missing. */
  #readerUnion(reader: AvroUnion, writer: AvroSchema, path: string): Findings {
    if (writer.kind === 'union') {
      return merged(
        writer.branches.map((branch, index) =>
          this.check(reader, branch, '') === NOTHING ? NOTHING : missingBranch(branch, `${path}/${index}`),
        ),
      );
    }
    const isAnyFitting = reader.branches.some((branch) => this.check(branch, writer, '') === NOTHING);
    return isAnyFitting ? NOTHING : missingBranch(writer, path);
  }

  #fields(reader: AvroRecord, writer: AvroRecord, path: string): Findings {
    const writerFields = new Map(writer.fields.map((field) => [field.name, field]));
    return merged(
      reader.fields.map((field, index) => {
        const place = `${path}/fields/${index}`;
        const match = matchingField(field, writerFields);
        if (match !== undefined) return this.check(field.type, match.type, `${place}/type`);
        if (field.default !== undefined) return NOTHING;
        // An enum with a default of its own is compared with the writer's *record*, as Java does.
        const { type } = field;
        if (type.kind === 'enum' && type.default !== null) return this.check(type, writer, `${place}/type`);
        return finding('READER_FIELD_MISSING_DEFAULT_VALUE', place, field.name);
      }),
    );
  }
}

/** Whether the two are compared without looking into parts of theirs. */
function isLeafPair(reader: AvroSchema, writer: AvroSchema): boolean {
  if (reader.kind === 'union' || writer.kind === 'union') return false;
  return reader.kind !== writer.kind || !(reader.kind === 'record' || reader.kind === 'array' || reader.kind === 'map');
}

/** Steps: what has long lists of names is dearer to compare. */
function costOf(reader: AvroSchema, writer: AvroSchema): number {
  if (reader.kind === 'fixed') return 1 + reader.aliases.length;
  if (reader.kind !== 'enum' || writer.kind !== 'enum') return 1;
  const symbols = isNamedAlike(reader, writer) ? reader.symbols.length + writer.symbols.length : 0;
  return 1 + reader.aliases.length + symbols;
}

function isReadable(reader: AvroSchema, writer: AvroSchema): boolean {
  if (reader.kind === 'fixed' && writer.kind === 'fixed') {
    return isNamedAlike(reader, writer) && reader.size === writer.size;
  }
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    return isNamedAlike(reader, writer) && missingSymbols(reader, writer).length === 0;
  }
  return reader.kind === writer.kind || PROMOTIONS.get(reader.kind)?.includes(writer.kind) === true;
}

/** What stands in the way for two types without parts that do not fit. */
function explained({ reader, writer, path }: Mismatch): readonly AvroIncompatibility[] {
  if (reader.kind === 'fixed' && writer.kind === 'fixed') {
    const name = isNamedAlike(reader, writer) ? [] : [nameMismatch(writer, path)];
    const size = `expected: ${writer.size}, found: ${reader.size}`;
    return reader.size === writer.size ? name : [...name, finding('FIXED_SIZE_MISMATCH', `${path}/size`, size)];
  }
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    const name = isNamedAlike(reader, writer) ? [] : [nameMismatch(writer, path)];
    const missing = missingSymbols(reader, writer);
    if (missing.length === 0) return name;
    return [...name, finding('MISSING_ENUM_SYMBOLS', `${path}/symbols`, `[${missing.join(', ')}]`)];
  }
  const kinds = [reader.kind.toUpperCase(), writer.kind.toUpperCase()];
  return [finding('TYPE_MISMATCH', path, `reader type: ${kinds[0]} not compatible with writer type: ${kinds[1]}`)];
}

function finding(type: AvroIncompatibilityType, path: string, message: string): AvroIncompatibility {
  return { type, location: path === '' ? '/' : path, message };
}

function missingBranch(writer: AvroSchema, path: string): AvroIncompatibility {
  return finding('MISSING_UNION_BRANCH', path, `reader union lacking writer type: ${writer.kind.toUpperCase()}`);
}

function nameMismatch(writer: AvroNamedSchema, path: string): AvroIncompatibility {
  return finding('NAME_MISMATCH', `${path}/name`, `expected: ${writer.fullName}`);
}

/**
 * The unqualified names agree, or an alias of the reader's is the writer's full name; but for an alias in the null
 * namespace of a type that has one: Java keeps a point in front of that, and so it is no name.
 */
function isNamedAlike(reader: AvroNamedSchema, writer: AvroNamedSchema): boolean {
  if (reader.name === writer.name) return true;
  return reader.aliases.includes(writer.fullName) && (reader.namespace === null || writer.namespace !== null);
}

/** The writer's symbols that the reader neither knows nor has a default for, by UTF-16 code units as in Java. */
function missingSymbols(reader: AvroEnum, writer: AvroEnum): readonly string[] {
  if (reader.default !== null) return [];
  const known = new Set(reader.symbols);
  return writer.symbols.filter((symbol) => !known.has(symbol)).toSorted();
}

/** The writer's field of the same name, or of a name among the aliases; one that is both counts twice, as in Java. */
function matchingField(reader: AvroField, writer: ReadonlyMap<string, AvroField>): AvroField | undefined {
  const matches = [reader.name, ...reader.aliases].flatMap((name) => writer.get(name) ?? []);
  if (matches.length > 1) {
    throw new AmbiguousFieldError(
      `the reader's field ${JSON.stringify(reader.name)} matches two fields of the writer's`,
    );
  }
  return matches[0];
}
