/** Passes values that the reader does not want: blocks that give their size in one step, nothing is made of the rest. */
import type { AvroRecord, AvroSchema } from '../avro-schema.ts';
import { AvroDataError } from './avro-data-error.ts';
import type { AvroSkip, ByteSource } from './byte-source.ts';
import { readCount, skipFixedOf, skipPrefixed, skipVarint } from './byte-source.ts';
import type { LeastBytes } from './item-bytes.ts';
import { leastBytes } from './item-bytes.ts';
import { MAX_DEPTH } from './depth.ts';

interface Slot {
  skip: AvroSkip;
}

const nothing: AvroSkip = () => undefined;

export class SkipCompiler {
  readonly #known: LeastBytes;
  readonly #records = new Map<AvroRecord, Slot | AvroSkip>();

  constructor(known: LeastBytes) {
    this.#known = known;
  }

  compile(schema: AvroSchema): AvroSkip {
    if (leastBytes(schema, this.#known) === 0) return nothing;
    switch (schema.kind) {
      case 'null':
        return nothing;
      case 'boolean':
        return skipFixedOf(1);
      case 'int':
      case 'long':
      case 'enum':
        return skipVarint;
      case 'float':
        return skipFixedOf(4);
      case 'double':
        return skipFixedOf(8);
      case 'fixed':
        return skipFixedOf(schema.size);
      case 'bytes':
      case 'string':
        return skipPrefixed;
      case 'array':
        return this.#blocks(this.compile(schema.items), leastBytes(schema.items, this.#known));
      case 'map':
        return this.#blocks(this.#entry(schema.values), 1 + leastBytes(schema.values, this.#known));
      case 'union':
        return unionSkip(schema.branches.map((branch) => this.compile(branch)));
      case 'record':
        return this.#record(schema);
    }
  }

  #entry(values: AvroSchema): AvroSkip {
    const skip = this.compile(values);
    return (source) => {
      skipPrefixed(source);
      skip(source);
    };
  }

  #blocks(skip: AvroSkip, itemBytes: number): AvroSkip {
    return (source) => {
      for (let count = readCount(source); count !== 0; count = readCount(source)) {
        if (count < 0) skipBlock(source);
        else if (itemBytes > 0) skipItems(source, skip, { count, itemBytes });
      }
    };
  }

  #record(record: AvroRecord): AvroSkip {
    const known = this.#records.get(record);
    if (typeof known === 'function') return known;
    if (known !== undefined) return deeper(known);
    const slot: Slot = { skip: nothing };
    this.#records.set(record, slot);
    const skips = record.fields.map((field) => this.compile(field.type));
    slot.skip = (source) => {
      for (const skip of skips) skip(source);
    };
    this.#records.set(record, slot.skip);
    return slot.skip;
  }
}

function deeper(slot: Slot): AvroSkip {
  return (source) => {
    if (++source.depth > MAX_DEPTH)
      throw new AvroDataError(`more than ${MAX_DEPTH} levels of records within themselves`);
    slot.skip(source);
    source.depth--;
  };
}

function skipItems(source: ByteSource, skip: AvroSkip, block: { count: number; itemBytes: number }): void {
  source.needItems(block.count, block.itemBytes);
  for (let index = 0; index < block.count; index++) skip(source);
}

/** A negative count has the block's size in bytes behind it. */
function skipBlock(source: ByteSource): void {
  const size = readCount(source);
  if (size < 0) throw new AvroDataError(`a block of ${size} bytes`);
  source.need(size);
  source.at += size;
}

function unionSkip(skips: readonly AvroSkip[]): AvroSkip {
  return (source) => {
    const index = readCount(source);
    const skip = skips[index];
    if (skip === undefined) throw new AvroDataError(`index ${index} in a union of ${skips.length}`);
    skip(source);
  };
}
