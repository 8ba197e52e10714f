/**
 * How the values of a union are told apart (Avro 1.12 specification, "Unions"). JavaScript has fewer types than Avro,
 * so a union is *plain* where no two of its branches but null become the same type: then its values stand bare. In any
 * other they stand as `{ 'branch name': value }`, as in Avro's JSON encoding.
 *
 * Invariant: whatever a reader gives for a union, a writer with the same options takes for the same branch; what a map
 * holds does not matter for that. So where a plain union has a map, an object always is that map, never a wrapper.
 */
import type { AvroSchema, AvroUnion } from '../avro-schema.ts';
import { isAvroNamed } from '../avro-schema.ts';
import type { AvroCodecOptions, CodecSettings } from './codec-options.ts';
import { codecSettings } from './codec-options.ts';
import type { AvroJsType } from './conversions.ts';

export interface UnionShape {
  /** -1 without a branch of null. */
  readonly nullIndex: number;
  /** By what name a branch is called in a wrapper: full names, and the kinds of types without one. */
  readonly names: readonly string[];
  /** Null stands for the branch null. */
  readonly jsTypes: readonly (AvroJsType | null)[];
  /** Whether values come in wrappers when they are read. */
  readonly isWrapped: boolean;
  /** Which branches may be called by name in a wrapper when they are written, by their names. */
  readonly byName: ReadonlyMap<string, number>;
}

export function unionShape({ branches }: AvroUnion, settings: CodecSettings): UnionShape {
  const names = branches.map(branchName);
  const jsTypes = branches.map((branch) => jsTypeOf(branch, settings));
  const isWrapped = settings.wrapsAll || !areDistinct(jsTypes);
  const byName = new Map<string, number>();
  for (const [index, branch] of branches.entries()) {
    const name = names[index] ?? '';
    if (branch.kind !== 'null' && (isWrapped || !branches.some((other) => mayHold(other, name))))
      byName.set(name, index);
  }
  return { nullIndex: jsTypes.indexOf(null), names, jsTypes, isWrapped, byName };
}

/** The shape that a union has with these options, for who tells what its values are. */
export function avroUnionShape(union: AvroUnion, options: AvroCodecOptions): UnionShape {
  return unionShape(union, codecSettings(options));
}

export function branchName(schema: AvroSchema): string {
  return isAvroNamed(schema) ? schema.fullName : schema.kind;
}

/** Whether a bare value of the branch may have a property of that name. */
function mayHold(branch: AvroSchema, name: string): boolean {
  return branch.kind === 'map' || (branch.kind === 'record' && branch.fields.some((field) => field.name === name));
}

function areDistinct(jsTypes: readonly (AvroJsType | null)[]): boolean {
  const values = jsTypes.filter((jsType) => jsType !== null);
  if (values.includes('any')) return values.length === 1;
  return new Set(values).size === values.length;
}

function jsTypeOf(schema: AvroSchema, settings: CodecSettings): AvroJsType | null {
  const conversion = settings.conversionOf(schema);
  if (conversion !== null) return conversion.jsType;
  switch (schema.kind) {
    case 'null':
      return null;
    case 'int':
    case 'float':
    case 'double':
      return 'number';
    case 'long':
      return settings.long;
    case 'enum':
      return 'string';
    case 'fixed':
      return 'bytes';
    case 'record':
    case 'map':
      return 'object';
    default:
      return schema.kind === 'union' ? 'any' : schema.kind;
  }
}
