/** How values of Avro look in JavaScript: what writer, reader and the JSON encoding are told, and its defaults. */
import type { AvroFixed, AvroLogicalType, AvroPrimitive, AvroSchema } from '../avro-schema.ts';
import type { AvroConversion } from './conversions.ts';
import { BUILT_IN_CONVERSIONS } from './conversions.ts';

/** The kinds of logical types that a conversion can be given for. */
export type AvroLogicalKind = AvroLogicalType['kind'];

/** Makes the conversion of a logical type for the place where it stands. */
export type MakeAvroConversion = (type: AvroLogicalType, base: AvroPrimitive | AvroFixed) => AvroConversion;

/** Conversions by the kind of logical type. */
export type AvroConversions = { readonly [kind in AvroLogicalKind]?: MakeAvroConversion };

export interface AvroCodecOptions {
  /**
   * What a long is read as. `number` (the default) throws for one past 2^53 rather than to round it; `bigint` takes
   * all. Written are both either way.
   */
  readonly long?: 'number' | 'bigint';
  /**
   * What a union's value is read as. `auto` (the default): the bare value where JavaScript can tell the branches apart,
   * else `{ 'branch name': value }`. `wrapped`: always the latter, as in Avro's JSON, but for null.
   */
  readonly unions?: 'auto' | 'wrapped';
  /**
   * Whether logical types are converted (default true, see docs/serde.md for what they become), or
   * conversions of one's own, by kind, before the built-in ones. With false a value is what the type below says.
   */
  readonly logicalTypes?: boolean | AvroConversions;
  /** What a map is read as: an `object` (the default) or a `Map`, which keeps the order of keys like `7`. Written are both. */
  readonly maps?: 'object' | 'map';
  /**
   * Whether code may be generated for speed (default true). Where the process forbids code from strings it is not,
   * whatever stands here; the results are the same.
   */
  readonly generateCode?: boolean;
}

/** The options with nothing left open. */
export interface CodecSettings {
  readonly long: 'number' | 'bigint';
  readonly wrapsAll: boolean;
  readonly maps: 'object' | 'map';
  readonly generateCode: boolean;
  /** Null where a type is as it is in the data. */
  conversionOf(schema: AvroSchema): AvroConversion | null;
}

/** Values as they stand in the data, with nothing lost: what Avro's JSON encoding is made from and into. */
export const LOSSLESS_AVRO: AvroCodecOptions = { long: 'bigint', unions: 'wrapped', logicalTypes: false, maps: 'map' };

export function codecSettings(options: AvroCodecOptions): CodecSettings {
  const { long = 'number', unions = 'auto', logicalTypes = true, maps = 'object', generateCode = true } = options;
  const own = typeof logicalTypes === 'object' ? logicalTypes : {};
  const conversions: AvroConversions = logicalTypes === false ? {} : { ...BUILT_IN_CONVERSIONS, ...own };
  return {
    long,
    wrapsAll: unions === 'wrapped',
    maps,
    generateCode,
    conversionOf(schema) {
      if (!('logicalType' in schema) || schema.logicalType === null) return null;
      return conversions[schema.logicalType.kind]?.(schema.logicalType, schema) ?? null;
    },
  };
}
