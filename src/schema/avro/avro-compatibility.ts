/**
 * Whether data of one schema can be read by another, judged on the schemas alone, as Java's `SchemaCompatibility` does:
 * the same findings in the same order, with the same places and messages, since registries quote them.
 *
 * What it finds for a pair of nodes is remembered by identity, so that the second use of a named type repeats the
 * findings of the first, their places included; and a pair that is being looked at counts as compatible.
 *
 * Invariant: bounded time and a bounded list, whatever the schemas.
 */
import type {
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroNamedSchema,
  AvroRecord,
  AvroSchema,
  AvroUnion,
} from './avro-schema.ts';
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

/**
 * What stands in the way of reading the writer's data; nothing where the schemas are compatible. Throws
 * AmbiguousFieldError where a reader's field matches two of the writer's, which is no compatibility either, and
 * SchemaError for schemas that are too large to compare.
 */
export function checkAvroCompatibility(reader: AvroSchema, writer: AvroSchema): readonly AvroIncompatibility[] {
  return [...listed(new Checker().check(reader, writer, ''))];
}

/** What was found for a pair; the lists of its parts are shared, not copied. */
interface Findings {
  readonly parts: readonly (AvroIncompatibility | Findings)[];
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
  const stack: (AvroIncompatibility | Findings)[] = [findings];
  let count = 0;
  for (let next = stack.pop(); next !== undefined && count < MAX_FINDINGS; next = stack.pop()) {
    if ('parts' in next) {
      for (let index = next.parts.length - 1; index >= 0; index--) {
        const part = next.parts[index];
        if (part !== undefined) stack.push(part);
      }
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
  readonly #budget = new Budget();
  readonly #memory = new Map<AvroSchema, Map<AvroSchema, Findings>>();

  /** `path` is where the pair stands; `''` at the top, where it is not joined. */
  check(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
    let ofReader = this.#memory.get(reader);
    if (ofReader === undefined) this.#memory.set(reader, (ofReader = new Map()));
    const remembered = ofReader.get(writer);
    if (remembered !== undefined) return remembered;
    // While it is being looked at it counts as compatible.
    ofReader.set(writer, NOTHING);
    const findings = this.#budget.within(() => this.#compare(reader, writer, path));
    ofReader.set(writer, findings);
    return findings;
  }

  #compare(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
    switch (reader.kind) {
      case 'array':
        if (writer.kind === 'array') return this.check(reader.items, writer.items, `${path}/items`);
        break;
      case 'map':
        if (writer.kind === 'map') return this.check(reader.values, writer.values, `${path}/values`);
        break;
      case 'fixed':
        if (writer.kind === 'fixed') return merged([names(reader, writer, path), sizes(reader, writer, path)]);
        break;
      case 'enum':
        if (writer.kind === 'enum') return merged([names(reader, writer, path), symbols(reader, writer, path)]);
        break;
      case 'record':
        if (writer.kind === 'record') return merged([names(reader, writer, path), this.#fields(reader, writer, path)]);
        break;
      case 'union':
        return this.#readerUnion(reader, writer, path);
      default:
        if (writer.kind === reader.kind || PROMOTIONS.get(reader.kind)?.includes(writer.kind) === true) return NOTHING;
    }
    if (writer.kind !== 'union') return typeMismatch(reader, writer, path);
    return merged(writer.branches.map((branch, index) => this.check(reader, branch, `${path}/${index}`)));
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
    const isReadable = reader.branches.some((branch) => this.check(branch, writer, '') === NOTHING);
    return isReadable ? NOTHING : missingBranch(writer, path);
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

function finding(type: AvroIncompatibilityType, path: string, message: string): Findings {
  return { parts: [{ type, location: path === '' ? '/' : path, message }] };
}

function typeMismatch(reader: AvroSchema, writer: AvroSchema, path: string): Findings {
  const [left, right] = [reader.kind.toUpperCase(), writer.kind.toUpperCase()];
  return finding('TYPE_MISMATCH', path, `reader type: ${left} not compatible with writer type: ${right}`);
}

function missingBranch(writer: AvroSchema, path: string): Findings {
  return finding('MISSING_UNION_BRANCH', path, `reader union lacking writer type: ${writer.kind.toUpperCase()}`);
}

/**
 * The unqualified names agree, or an alias of the reader's is the writer's full name; but for an alias in the null
 * namespace of a type that has one: Java keeps a point in front of that, and so it is no name.
 */
function names(reader: AvroNamedSchema, writer: AvroNamedSchema, path: string): Findings {
  const isAlias = reader.aliases.includes(writer.fullName) && (reader.namespace === null || writer.namespace !== null);
  if (reader.name === writer.name || isAlias) return NOTHING;
  return finding('NAME_MISMATCH', `${path}/name`, `expected: ${writer.fullName}`);
}

function sizes(reader: AvroFixed, writer: AvroFixed, path: string): Findings {
  if (reader.size === writer.size) return NOTHING;
  return finding('FIXED_SIZE_MISMATCH', `${path}/size`, `expected: ${writer.size}, found: ${reader.size}`);
}

function symbols(reader: AvroEnum, writer: AvroEnum, path: string): Findings {
  if (reader.default !== null) return NOTHING;
  const known = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !known.has(symbol));
  if (missing.length === 0) return NOTHING;
  // By UTF-16 code units, which is JavaScript's own order.
  return finding('MISSING_ENUM_SYMBOLS', `${path}/symbols`, `[${missing.toSorted().join(', ')}]`);
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
