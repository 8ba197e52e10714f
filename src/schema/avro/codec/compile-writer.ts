/**
 * Values to binary data of one schema (Avro 1.12 specification, "Binary Encoding"), by functions that are put together
 * once per schema. A value that does not fit is refused with the path to it, and nothing of it is handed out.
 *
 * Invariant: written is what the value says or nothing: no number is rounded (but to a float's precision), cut or
 * wrapped around.
 */
import type { AvroArray, AvroEnum, AvroField, AvroMap, AvroRecord, AvroSchema } from '../avro-schema.ts';
import { atTop, AvroDataError, located, mismatch } from './avro-data-error.ts';
import type { AvroWrite } from './byte-sink.ts';
import {
  ByteSink,
  writeBoolean,
  writeBytes,
  writeDouble,
  writeFixedOf,
  writeFloat,
  writeInt,
  writeLong,
  writeNull,
  writeString,
  writeVarint,
} from './byte-sink.ts';
import type { AvroCodecOptions, CodecSettings } from './codec-options.ts';
import { codecSettings } from './codec-options.ts';
import type { AvroConversion } from './conversions.ts';
import { defaultBytes } from './default-bytes.ts';
import { MAX_DEPTH } from './depth.ts';
import { recordWriter } from './record-code.ts';
import { unionWriter } from './union-writer.ts';

export interface AvroWriter {
  readonly schema: AvroSchema;
  /**
   * The value's bytes, behind `room` bytes that are the caller's to fill (default 0). The buffer is a view of a larger
   * one that nothing else is written into. Throws AvroDataError with the path of what does not fit.
   */
  encode(value: unknown, room?: number): Buffer;
  /**
   * Writes the bytes into a buffer and answers the offset behind them. Throws AvroDataError for a value that does not
   * fit the schema, RangeError where the buffer is too small.
   */
  encodeInto(value: unknown, target: Uint8Array, offset: number): number;
}

/** One for all writers: a message is written in one go, and what it was given stays its own. */
const shared = new ByteSink();

/** Putting the functions together costs far more than a message does: keep the writer. */
export function compileAvroWriter(schema: AvroSchema, options: AvroCodecOptions = {}): AvroWriter {
  const write = new WriteCompiler(codecSettings(options)).compile(schema);
  const encode = (value: unknown, room = 0): Buffer => encodeWith(write, value, room);
  return {
    schema,
    encode,
    encodeInto(value, target, offset) {
      const bytes = encode(value);
      if (offset < 0 || offset + bytes.length > target.length) {
        throw new RangeError(`${bytes.length} bytes do not fit into ${target.length} at ${offset}`);
      }
      target.set(bytes, offset);
      return offset + bytes.length;
    },
  };
}

function encodeWith(write: AvroWrite, value: unknown, room: number): Buffer {
  // A getter or conversion of the value may encode something itself.
  const sink = shared.isOpen ? new ByteSink() : shared;
  sink.begin(room);
  try {
    write(sink, value);
  } catch (error) {
    sink.abandon();
    throw atTop(error, 'value');
  }
  return sink.finish();
}

/** A record that is being compiled, or has been. */
interface Slot {
  write: AvroWrite;
}

const PRIMITIVES = {
  null: writeNull,
  boolean: writeBoolean,
  int: writeInt,
  long: writeLong,
  float: writeFloat,
  double: writeDouble,
  bytes: writeBytes,
  string: writeString,
};

class WriteCompiler {
  readonly #settings: CodecSettings;
  readonly #records = new Map<AvroRecord, Slot | AvroWrite>();

  constructor(settings: CodecSettings) {
    this.#settings = settings;
  }

  compile(schema: AvroSchema): AvroWrite {
    const conversion = this.#settings.conversionOf(schema);
    const write = this.#plain(schema);
    return conversion === null ? write : converted(write, conversion);
  }

  #plain(schema: AvroSchema): AvroWrite {
    switch (schema.kind) {
      case 'record':
        return this.#record(schema);
      case 'enum':
        return enumWriter(schema);
      case 'fixed':
        return writeFixedOf(schema.size);
      case 'array':
        return this.#array(schema);
      case 'map':
        return this.#map(schema);
      case 'union': {
        const writes = schema.branches.map((branch) => this.compile(branch));
        return unionWriter(schema, writes, this.#settings);
      }
      default:
        return PRIMITIVES[schema.kind];
    }
  }

  #record(record: AvroRecord): AvroWrite {
    const known = this.#records.get(record);
    if (typeof known === 'function') return known;
    if (known !== undefined) return deeper(known);
    const slot: Slot = { write: writeNull };
    this.#records.set(record, slot);
    const fields = record.fields.map((field) => ({
      name: field.name,
      write: this.compile(field.type),
      fallback: fallbackOf(field),
    }));
    slot.write = recordWriter(record.fullName, fields, this.#settings.generateCode);
    this.#records.set(record, slot.write);
    return slot.write;
  }

  #array({ items }: AvroArray): AvroWrite {
    const write = this.compile(items);
    return (sink, value) => {
      if (!Array.isArray(value)) throw mismatch('array', value);
      const { length } = value;
      if (length > 0) writeVarint(sink, length);
      let index = 0;
      try {
        for (; index < length; index++) write(sink, value[index]);
      } catch (error) {
        throw located(error, { index });
      }
      writeVarint(sink, 0);
    };
  }

  #map({ values }: AvroMap): AvroWrite {
    const write = this.compile(values);
    return (sink, value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch('map', value);
      const entries: readonly [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
      if (entries.length > 0) writeVarint(sink, entries.length);
      for (const [key, item] of entries) {
        try {
          writeString(sink, key);
          write(sink, item);
        } catch (error) {
          throw located(error, { key: String(key) });
        }
      }
      writeVarint(sink, 0);
    };
  }
}

/** A record within itself: counted, so that neither a cycle of values nor a long chain exhausts the stack. */
function deeper(slot: Slot): AvroWrite {
  return (sink, value) => {
    if (++sink.depth > MAX_DEPTH) throw new AvroDataError(`more than ${MAX_DEPTH} levels of records within themselves`);
    slot.write(sink, value);
    sink.depth--;
  };
}

function converted(write: AvroWrite, conversion: AvroConversion): AvroWrite {
  return (sink, value) => write(sink, conversion.write(value));
}

function enumWriter({ symbols, fullName }: AvroEnum): AvroWrite {
  const indexes = new Map<unknown, number>(symbols.map((symbol, index) => [symbol, index]));
  return (sink, value) => {
    const index = indexes.get(value);
    if (index === undefined) throw mismatch(`a symbol of ${fullName}`, value);
    writeVarint(sink, index);
  };
}

/** The default in binary; null without one, and where an old schema's default is none. */
function fallbackOf(field: AvroField): Buffer | null {
  if (field.default === undefined) return null;
  try {
    return defaultBytes(field.type, field.default);
  } catch {
    return null;
  }
}
