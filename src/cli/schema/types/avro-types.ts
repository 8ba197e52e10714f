/**
 * The TypeScript types of what the Avro serializer takes and gives for a schema: records as interfaces, enums as the union
 * of their symbols, unions bare where JavaScript can tell the branches apart and else by the branch's name, logical types as
 * docs/serde.md lists them.
 */
import {
  avroUnionShape,
  isAvroNamed,
  type AvroNamedSchema,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
} from '#schema';
import {
  docLines,
  literal,
  pascalCase,
  text,
  TsNames,
  union,
  UNKNOWN,
  type TsDeclaration,
  type TsType,
} from './ts-type.ts';

export interface AvroTypesOptions {
  /** Of the type at the top; null for its own. */
  readonly name: string | null;
  /** What it is called where it has none. */
  readonly fallbackName: string;
  readonly long: 'number' | 'bigint';
}

/** The type at the top first. */
export function avroTypes(schema: AvroSchema, options: AvroTypesOptions): readonly TsDeclaration[] {
  return new AvroTypes(options).declarations(schema);
}

class AvroTypes {
  readonly #options: AvroTypesOptions;
  readonly #names = new TsNames();
  readonly #named = new Map<AvroNamedSchema, string>();
  /** Types that are named and not yet declared. */
  readonly #pending: (AvroNamedSchema & { readonly kind: 'record' | 'enum' })[] = [];

  constructor(options: AvroTypesOptions) {
    this.#options = options;
  }

  declarations(schema: AvroSchema): readonly TsDeclaration[] {
    const { name, fallbackName } = this.#options;
    const declarations: TsDeclaration[] = [];
    if (schema.kind === 'record' || schema.kind === 'enum') this.#nameOf(schema, name);
    else declarations.push({ name: this.#names.take(name ?? fallbackName), doc: [], type: this.#type(schema) });
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const type = next.kind === 'record' ? this.#record(next) : union(next.symbols.map((symbol) => literal(symbol)));
      declarations.push({ name: this.#nameOf(next, null), doc: docLines(next.doc), type });
    }
    return declarations;
  }

  #nameOf(schema: AvroNamedSchema & { readonly kind: 'record' | 'enum' }, wanted: string | null): string {
    const known = this.#named.get(schema);
    if (known !== undefined) return known;
    const own = wanted === null ? [schema.name, pascalCase(schema.fullName)] : [wanted];
    const name = this.#names.take(...own);
    this.#named.set(schema, name);
    this.#pending.push(schema);
    return name;
  }

  #record({ fields }: AvroRecord): TsType {
    const members = fields.map(({ name, doc, type }) => ({
      name,
      isOptional: false,
      doc: docLines(doc),
      type: this.#type(type),
    }));
    return { kind: 'object', members };
  }

  #type(schema: AvroSchema): TsType {
    const logical = this.#logicalType(schema);
    if (logical !== null) return logical;
    switch (schema.kind) {
      case 'null':
      case 'boolean':
      case 'string':
        return text(schema.kind);
      case 'int':
      case 'float':
      case 'double':
        return text('number');
      case 'long':
        return text(this.#options.long);
      case 'bytes':
      case 'fixed':
        return text('Buffer');
      case 'array':
        return { kind: 'array', items: this.#type(schema.items) };
      case 'map':
        return { kind: 'map', values: this.#type(schema.values) };
      case 'union':
        return this.#union(schema);
      case 'record':
      case 'enum':
        return { kind: 'name', name: this.#nameOf(schema, null) };
    }
  }

  #logicalType(schema: AvroSchema): TsType | null {
    if (!('logicalType' in schema) || schema.logicalType === null) return null;
    switch (schema.logicalType.kind) {
      case 'decimal':
      case 'big-decimal':
      case 'uuid':
      case 'date':
        return text('string');
      case 'timestamp-millis':
        return text('Date');
      case 'timestamp-nanos':
      case 'local-timestamp-nanos':
        return text('bigint');
      case 'duration':
        return text('{ months: number; days: number; millis: number }');
      default:
        return null;
    }
  }

  #union(schema: AvroUnion): TsType {
    const { isWrapped, names } = avroUnionShape(schema, { long: this.#options.long });
    if (schema.branches.length === 0) return UNKNOWN;
    return union(
      schema.branches.map((branch, index) => {
        const type = this.#type(branch);
        if (!isWrapped || branch.kind === 'null') return type;
        const name = names[index] ?? (isAvroNamed(branch) ? branch.fullName : branch.kind);
        return { kind: 'object', members: [{ name, isOptional: false, doc: [], type }], isWrapper: true };
      }),
    );
  }
}
