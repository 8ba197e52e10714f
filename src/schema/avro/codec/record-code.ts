/**
 * Records as functions of their own: generated source reads or writes all fields in one go and gives every value the
 * same hidden class, and V8 learns at each place what is called there. Where code from strings is forbidden
 * (`--disallow-code-generation-from-strings`, a content security policy) closures do the same, slower.
 *
 * Invariant: all that comes from a schema enters the source as a JSON string literal or not at all; functions and
 * values are handed in by position.
 */
import { canGenerate, runGenerated } from '../../generated-code.ts';
import { located, mismatch } from './avro-data-error.ts';
import type { AvroWrite, ByteSink } from './byte-sink.ts';
import { putBytes } from './byte-sink.ts';
import type { AvroRead, AvroSkip, ByteSource } from './byte-source.ts';

/** A field to write; `fallback` is its default in binary, for values that leave it out. */
export interface FieldWrite {
  readonly name: string;
  readonly write: AvroWrite;
  readonly fallback: Buffer | null;
}

/** A field of the writer's: what it is called in errors, and either its value or how to pass it. */
export type FieldRead =
  | { readonly name: string; readonly read: AvroRead; readonly target: number }
  | { readonly name: string; readonly skip: AvroSkip };

export interface RecordRead {
  /** The names of the value's fields, in the reader's order. */
  readonly names: readonly string[];
  /** In the writer's order. */
  readonly fields: readonly FieldRead[];
  /** The defaults of fields that the writer does not have, by the reader's order. */
  readonly defaults: ReadonlyMap<number, () => unknown>;
}

/** Past it a function is too large to be optimized, and an object literal too large for a hidden class. */
const MAX_FIELDS = 500;

/** Names that a value may have from its prototype are looked up with care. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

function ownField(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

export function recordWriter(fullName: string, fields: readonly FieldWrite[], generateCode: boolean): AvroWrite {
  const steps = fields.map(({ name }) => ({ field: name }));
  const problem = (value: unknown): Error => mismatch(`record ${fullName}`, value);
  const failed = (error: unknown, at: number): unknown => located(error, steps[at] ?? { index: at });
  if (!generateCode || fields.length > MAX_FIELDS || !canGenerate()) return closureWriter(fields, problem, failed);
  const given: unknown[] = [problem, failed, ownField, putBytes];
  const body = fields.map(({ name, write, fallback }, index) => {
    const literal = JSON.stringify(name);
    const read = isInherited(name) ? `own(value, ${literal})` : `value[${literal}]`;
    const writes = `given${given.push(write) - 1}`;
    if (fallback === null) return `at = ${index}; ${writes}(sink, ${read});`;
    const bytes = `given${given.push(fallback) - 1}`;
    return `at = ${index}; field = ${read}; if (field === undefined) put(sink, ${bytes}); else ${writes}(sink, field);`;
  });
  return runGenerated(
    `const [problem, failed, own, put] = given; ${bindings(given)}
    return (sink, value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem(value);
      let at = 0, field;
      try { ${body.join('\n')} } catch (error) { throw failed(error, at); }
    };`,
    given,
  ) as AvroWrite;
}

/** `const given4 = given[4], …`: as constants the functions can be inlined. */
function bindings(given: readonly unknown[]): string {
  return given.map((_, index) => `const given${index} = given[${index}];`).join(' ');
}

function closureWriter(
  fields: readonly FieldWrite[],
  problem: (value: unknown) => Error,
  failed: (error: unknown, at: number) => unknown,
): AvroWrite {
  return (sink: ByteSink, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem(value);
    let at = 0;
    try {
      for (const { name, write, fallback } of fields) {
        const field: unknown = isInherited(name) ? ownField(value, name) : Reflect.get(value, name);
        if (field === undefined && fallback !== null) putBytes(sink, fallback);
        else write(sink, field);
        at++;
      }
    } catch (error) {
      throw failed(error, at);
    }
  };
}

export function recordReader(record: RecordRead, generateCode: boolean): AvroRead {
  const steps = record.fields.map(({ name }) => ({ field: name }));
  const failed = (error: unknown, at: number): unknown => located(error, steps[at] ?? { index: at });
  const size = record.names.length + record.fields.length;
  if (!generateCode || size > 2 * MAX_FIELDS || !canGenerate()) return closureReader(record, failed);
  const given: unknown[] = [failed];
  const body = record.fields.map((field, index) => {
    if ('skip' in field) return `at = ${index}; given${given.push(field.skip) - 1}(source);`;
    return `at = ${index}; value${field.target} = given${given.push(field.read) - 1}(source);`;
  });
  const properties = record.names.map((name, index) => {
    const fresh = record.defaults.get(index);
    const value = fresh === undefined ? `value${index}` : `given${given.push(fresh) - 1}()`;
    // Without brackets `__proto__` would set the prototype.
    return name === '__proto__' ? `["__proto__"]: ${value}` : `${JSON.stringify(name)}: ${value}`;
  });
  const values = ['at = 0', ...record.names.map((_, index) => `value${index}`)];
  return runGenerated(
    `const [failed] = given; ${bindings(given)}
    return (source) => {
      let ${values.join(', ')};
      try { ${body.join('\n')} } catch (error) { throw failed(error, at); }
      return { ${properties.join(', ')} };
    };`,
    given,
  ) as AvroRead;
}

function closureReader(
  { names, fields, defaults }: RecordRead,
  failed: (error: unknown, at: number) => unknown,
): AvroRead {
  const fresh = names.map((_, index) => defaults.get(index));
  return (source: ByteSource) => {
    const values: unknown[] = [];
    for (const make of fresh) values.push(make?.());
    let at = 0;
    try {
      for (const field of fields) {
        if ('skip' in field) field.skip(source);
        else values[field.target] = field.read(source);
        at++;
      }
    } catch (error) {
      throw failed(error, at);
    }
    const record: Record<string, unknown> = {};
    let index = 0;
    for (const name of names) setOwn(record, name, values[index++]);
    return record;
  };
}

/** Sets a property of the object itself, whatever its name. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else object[name] = value;
}
