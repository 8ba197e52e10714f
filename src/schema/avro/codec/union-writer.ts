/** Which branch of a union a value is for, and its index before it. See `union-shape.ts` for when a value stands bare. */
import { types } from 'node:util';
import type { AvroUnion } from '../avro-schema.ts';
import { AvroDataError, describeValue, located, mismatch } from './avro-data-error.ts';
import type { AvroWrite, ByteSink } from './byte-sink.ts';
import { writeVarint } from './byte-sink.ts';
import type { CodecSettings } from './codec-options.ts';
import type { AvroJsType } from './conversions.ts';
import type { UnionShape } from './union-shape.ts';
import { unionShape } from './union-shape.ts';
import type { BranchTest } from './branch-test.ts';
import { branchTest } from './branch-test.ts';

/** `writes` are those of the branches, in their order. */
export function unionWriter(union: AvroUnion, writes: readonly AvroWrite[], settings: CodecSettings): AvroWrite {
  const shape = unionShape(union, settings);
  const tests = union.branches.map((branch) => branchTest(branch, settings));
  const choose = settings.wrapsAll ? refuseBare(shape) : bareChoice(shape, tests);
  return (sink, value) => {
    if (value === null || value === undefined) writeNullOf(shape, sink, value);
    else if (!writeWrapped(shape, writes, sink, value)) {
      const index = choose(value);
      writeVarint(sink, index);
      writes[index]?.(sink, value);
    }
  };
}

function writeNullOf({ nullIndex, names }: UnionShape, sink: ByteSink, value: unknown): void {
  if (nullIndex === -1) throw mismatch(`a value of [${names.join(', ')}]`, value);
  writeVarint(sink, nullIndex);
}

/** Whether the value was a wrapper. */
function writeWrapped(
  { byName }: UnionShape,
  writes: readonly AvroWrite[],
  sink: ByteSink,
  value: object | {},
): boolean {
  if (typeof value !== 'object') return false;
  for (const [name, index] of byName) {
    if (!Object.hasOwn(value, name) || Object.keys(value).length !== 1) continue;
    writeVarint(sink, index);
    try {
      writes[index]?.(sink, Reflect.get(value, name));
    } catch (error) {
      throw located(error, { key: name });
    }
    return true;
  }
  return false;
}

function refuseBare({ names }: UnionShape): (value: unknown) => number {
  return (value) => {
    throw mismatch(`{ branch: value } with a branch of [${names.join(', ')}]`, value);
  };
}

/** Bare values: by their type where one branch alone is of it, else the first branch that holds them without loss. */
function bareChoice({ jsTypes, names }: UnionShape, tests: readonly BranchTest[]): (value: unknown) => number {
  const only = new Map<AvroJsType, number>();
  for (const jsType of new Set(jsTypes)) {
    if (jsType !== null && jsTypes.indexOf(jsType) === jsTypes.lastIndexOf(jsType))
      only.set(jsType, jsTypes.indexOf(jsType));
  }
  const present = jsTypes.flatMap((jsType, index) => (jsType === null ? [] : [index]));
  const sole = present.length === 1 ? present[0] : undefined;
  if (sole !== undefined) return () => sole;
  return (value) => {
    const index = only.get(jsTypeOf(value));
    if (index !== undefined && tests[index]?.(value)) return index;
    const fitting = present.filter((candidate) => tests[candidate]?.(value));
    const [first] = fitting;
    // The branch of its type says what is wrong.
    if (first === undefined && index !== undefined) return index;
    if (first === undefined) throw mismatch(`a value of [${names.join(', ')}]`, value);
    if (fitting.length > 1 && jsTypeOf(value) === 'object') {
      const fits = fitting.map((candidate) => names[candidate]).join(' or ');
      throw new AvroDataError(`${describeValue(value)} may be ${fits}: say which by { name: value }`);
    }
    return first;
  };
}

function jsTypeOf(value: unknown): AvroJsType {
  const type = typeof value;
  if (type === 'object') {
    if (Array.isArray(value)) return 'array';
    if (value instanceof Uint8Array) return 'bytes';
    return types.isDate(value) ? 'date' : 'object';
  }
  return type === 'boolean' || type === 'number' || type === 'bigint' || type === 'string' ? type : 'any';
}
