/**
 * Binary data of the writer's schema to values of the reader's (Avro 1.12 specification, "Schema Resolution"), by
 * functions that are put together once per pair from the plan of `resolve.ts`.
 *
 * Invariant: data is not trusted. Whatever it holds, the answer is a value or an AvroDataError, in time and memory that
 * its length bounds.
 */
import { asBuffer } from '#kernel';
import type { AvroPrimitive, AvroSchema, AvroUnion } from '../avro-schema.ts';
import { KnownNames } from '../../text-bytes.ts';
import { atTop, AvroDataError, located } from './avro-data-error.ts';
import type { AvroRead } from './byte-source.ts';
import {
  ByteSource,
  readBoolean,
  readBytes,
  readCount,
  readDouble,
  readFixedOf,
  readFloat,
  readInt,
  readLongBigint,
  readLongDouble,
  readLongFloat,
  readLongNumber,
  readName,
  readNull,
  readString,
} from './byte-source.ts';
import type { AvroCodecOptions, CodecSettings } from './codec-options.ts';
import { codecSettings } from './codec-options.ts';
import { SkipCompiler } from './compile-skip.ts';
import { MAX_DEPTH } from './depth.ts';
import type { LeastBytes } from './item-bytes.ts';
import { leastBytes } from './item-bytes.ts';
import type { FieldRead } from './record-code.ts';
import { recordReader, setOwn } from './record-code.ts';
import type { DefaultedField, ReadPlan, RecordPlan } from './resolve.ts';
import { planRead } from './resolve.ts';
import { unionShape } from './union-shape.ts';

export interface AvroReader {
  readonly writer: AvroSchema;
  /** The schema whose values come out. */
  readonly reader: AvroSchema;
  /**
   * The value that stands at `offset` (default 0). What is behind it is not looked at, as in Java. Throws AvroDataError
   * with the path of what cannot be read.
   */
  decode(buffer: Uint8Array, offset?: number): unknown;
  /** As `decode`, with the offset behind the value. */
  decodeWithEnd(buffer: Uint8Array, offset?: number): { value: unknown; end: number };
}

/**
 * Throws AvroDataError where the reader's schema is at fault: a default that is none, or aliases that give two fields
 * one name. What else cannot be read fails when it comes. Far dearer than to read a message: keep the reader.
 */
export function compileAvroReader(
  writer: AvroSchema,
  reader: AvroSchema = writer,
  options: AvroCodecOptions = {},
): AvroReader {
  const read = new ReadCompiler(codecSettings(options)).compile(planRead(writer, reader));
  return {
    writer,
    reader,
    decode: (buffer, offset = 0) => run(read, sourceOf(buffer, offset)),
    decodeWithEnd(buffer, offset = 0) {
      const source = sourceOf(buffer, offset);
      return { value: run(read, source), end: source.at };
    },
  };
}

function sourceOf(bytes: Uint8Array, offset: number): ByteSource {
  if (!(offset >= 0)) throw new RangeError(`offset ${offset}`);
  return new ByteSource(asBuffer(bytes), offset);
}

function run(read: AvroRead, source: ByteSource): unknown {
  try {
    return read(source);
  } catch (error) {
    throw atTop(error, 'data');
  }
}

interface Slot {
  read: AvroRead;
}

class ReadCompiler {
  readonly #settings: CodecSettings;
  readonly #known: LeastBytes = new Map();
  readonly #skips = new SkipCompiler(this.#known);
  readonly #records = new Map<RecordPlan, Slot | AvroRead>();

  constructor(settings: CodecSettings) {
    this.#settings = settings;
  }

  compile(plan: ReadPlan): AvroRead {
    switch (plan.step) {
      case 'error':
        return () => {
          throw new AvroDataError(plan.problem);
        };
      case 'primitive':
        return this.#primitive(plan.from, plan.to);
      case 'fixed':
        return this.#converted(plan.to, readFixedOf(plan.to.size));
      case 'enum':
        return enumReader(plan.symbols, plan.from.symbols);
      case 'array':
        return arrayReader(this.compile(plan.items), leastBytes(plan.from, this.#known));
      case 'map':
        return mapReader(this.compile(plan.values), 1 + leastBytes(plan.from, this.#known), this.#settings.maps);
      case 'union':
        return unionReader(plan.branches.map((branch) => this.compile(branch)));
      case 'branch':
        return this.#branch(plan.union, plan.index, this.compile(plan.value));
      case 'record':
        return this.#record(plan);
    }
  }

  #primitive(from: AvroPrimitive, to: AvroPrimitive): AvroRead {
    const long = this.#settings.conversionOf(to)?.long ?? this.#settings.long;
    return this.#converted(to, primitiveReader(from, to, long));
  }

  #converted(schema: AvroSchema, read: AvroRead): AvroRead {
    const conversion = this.#settings.conversionOf(schema);
    return conversion === null ? read : (source) => conversion.read(read(source));
  }

  #branch(union: AvroUnion, index: number, read: AvroRead): AvroRead {
    const { isWrapped, names, nullIndex } = unionShape(union, this.#settings);
    const name = names[index] ?? '';
    return isWrapped && index !== nullIndex ? (source) => ({ [name]: read(source) }) : read;
  }

  #record(plan: RecordPlan): AvroRead {
    if (plan.problem !== null) return this.compile({ step: 'error', problem: plan.problem });
    const known = this.#records.get(plan);
    if (typeof known === 'function') return known;
    if (known !== undefined) return deeper(known);
    const slot: Slot = { read: readNull };
    this.#records.set(plan, slot);
    const { fields } = plan.to;
    const reads = plan.fields.map(({ field, value }): FieldRead => {
      if (value === null) return { name: field.name, skip: this.#skips.compile(field.type) };
      return { name: field.name, read: this.compile(value), target: fields.indexOf(field) };
    });
    const names = fields.map(({ name }) => name);
    const defaults = new Map(plan.defaults.map((missing) => [fields.indexOf(missing.field), this.#default(missing)]));
    const read = recordReader({ names, fields: reads, defaults }, this.#settings.generateCode);
    slot.read = leastBytes(plan.from, this.#known) === 0 ? counted(read) : read;
    this.#records.set(plan, slot.read);
    return slot.read;
  }

  /** A value of its own for each record, but where it cannot be changed anyway. */
  #default({ field, bytes }: DefaultedField): () => unknown {
    const read = this.compile(planRead(field.type, field.type));
    const fresh = (): unknown => {
      try {
        return read(new ByteSource(bytes, 0));
      } catch (error) {
        throw located(error, { field: field.name });
      }
    };
    try {
      const value = fresh();
      return typeof value === 'object' && value !== null ? fresh : () => value;
    } catch {
      // One that cannot be held (a long past 2^53, as number) fails once it is asked for.
      return fresh;
    }
  }
}

/** A record within itself: counted, so that no data exhausts the stack. */
function deeper(slot: Slot): AvroRead {
  return (source) => {
    if (++source.depth > MAX_DEPTH)
      throw new AvroDataError(`more than ${MAX_DEPTH} levels of records within themselves`);
    const value = slot.read(source);
    source.depth--;
    return value;
  };
}

/** A record that takes no bytes: types within types could hold giants of them. */
function counted(read: AvroRead): AvroRead {
  return (source) => {
    source.needItems(1, 0);
    return read(source);
  };
}

/** `long` is how a long comes out. */
function primitiveReader({ kind: from }: AvroPrimitive, { kind: to }: AvroPrimitive, long: string): AvroRead {
  switch (from) {
    case 'null':
      return readNull;
    case 'boolean':
      return readBoolean;
    case 'int':
      if (to === 'long' && long === 'bigint') return (source) => BigInt(readInt(source));
      return to === 'float' ? (source) => Math.fround(readInt(source)) : readInt;
    case 'long':
      if (to === 'float') return readLongFloat;
      if (to === 'double') return readLongDouble;
      return long === 'bigint' ? readLongBigint : readLongNumber;
    case 'float':
      return readFloat;
    case 'double':
      return readDouble;
    case 'bytes':
    case 'string':
      // Between the two the bytes stay the same.
      return to === 'string' ? readString : readBytes;
  }
}

function enumReader(symbols: readonly (string | null)[], written: readonly string[]): AvroRead {
  return (source) => {
    const index = readInt(source);
    const symbol = symbols[index];
    if (symbol === undefined) throw new AvroDataError(`index ${index} in an enum of ${symbols.length}`);
    if (symbol === null) throw new AvroDataError(`the reader has no symbol ${JSON.stringify(written[index])}`);
    return symbol;
  };
}

/** How many items the next block has; 0 at the end. The size that follows a negative count is of use to skip only. */
function readBlock(source: ByteSource, itemBytes: number): number {
  let count = readCount(source);
  if (count < 0) {
    count = -count;
    const size = readCount(source);
    if (size < 0) throw new AvroDataError(`a block of ${size} bytes`);
  }
  source.needItems(count, itemBytes);
  return count;
}

function arrayReader(read: AvroRead, itemBytes: number): AvroRead {
  return (source) => {
    const items: unknown[] = [];
    for (let count = readBlock(source, itemBytes); count > 0; count = readBlock(source, itemBytes)) {
      try {
        for (let left = count; left > 0; left--) items.push(read(source));
      } catch (error) {
        throw located(error, { index: items.length });
      }
    }
    return items;
  };
}

function mapReader(read: AvroRead, entryBytes: number, maps: 'object' | 'map'): AvroRead {
  const names = new KnownNames();
  if (maps === 'map') {
    return (source) => {
      const map = new Map<string, unknown>();
      for (let left = readBlock(source, entryBytes); left > 0; left = readBlock(source, entryBytes)) {
        for (; left > 0; left--) {
          const key = readName(source, names);
          map.set(key, readAt(source, read, key));
        }
      }
      return map;
    };
  }
  return (source) => {
    const object: Record<string, unknown> = {};
    for (let left = readBlock(source, entryBytes); left > 0; left = readBlock(source, entryBytes)) {
      for (; left > 0; left--) {
        const key = readName(source, names);
        setOwn(object, key, readAt(source, read, key));
      }
    }
    return object;
  };
}

/** Of a key that comes twice the last value counts. */
function readAt(source: ByteSource, read: AvroRead, key: string): unknown {
  try {
    return read(source);
  } catch (error) {
    throw located(error, { key });
  }
}

function unionReader(reads: readonly AvroRead[]): AvroRead {
  return (source) => {
    const index = readInt(source);
    const read = reads[index];
    if (read === undefined) throw new AvroDataError(`index ${index} in a union of ${reads.length}`);
    return read(source);
  };
}
