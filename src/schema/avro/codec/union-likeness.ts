/**
 * Whether two unions are alike, branch by branch: then the writer's index is the reader's, and branches are not looked
 * for one by one. As Java's `Resolver.unionEquiv`: types by their unqualified names, fields by their names, no defaults.
 */
import type { AvroRecord, AvroSchema, AvroUnion } from '../avro-schema.ts';

/** Pairs of records that were found alike or are being compared. */
type Seen = Map<AvroRecord, Map<AvroRecord, boolean>>;

export function areAlikeUnions(writer: AvroUnion, reader: AvroUnion): boolean {
  return areAlike(writer, reader, new Map());
}

function areAlike(writer: AvroSchema, reader: AvroSchema, seen: Seen): boolean {
  switch (writer.kind) {
    case 'array':
      return reader.kind === 'array' && areAlike(writer.items, reader.items, seen);
    case 'map':
      return reader.kind === 'map' && areAlike(writer.values, reader.values, seen);
    case 'fixed':
      return reader.kind === 'fixed' && writer.name === reader.name && writer.size === reader.size;
    case 'enum':
      return reader.kind === 'enum' && writer.name === reader.name && areSame(writer.symbols, reader.symbols);
    case 'union':
      return reader.kind === 'union' && areAllAlike(writer.branches, reader.branches, seen);
    case 'record':
      return reader.kind === 'record' && writer.name === reader.name && areAlikeRecords(writer, reader, seen);
    default:
      return writer.kind === reader.kind;
  }
}

function areAllAlike(writer: readonly AvroSchema[], reader: readonly AvroSchema[], seen: Seen): boolean {
  return pairs(writer, reader)?.every(([left, right]) => areAlike(left, right, seen)) ?? false;
}

function areSame(writer: readonly string[], reader: readonly string[]): boolean {
  return pairs(writer, reader)?.every(([left, right]) => left === right) ?? false;
}

function areAlikeRecords(writer: AvroRecord, reader: AvroRecord, seen: Seen): boolean {
  const results = seen.get(writer) ?? new Map<AvroRecord, boolean>();
  seen.set(writer, results);
  const known = results.get(reader);
  if (known !== undefined) return known;
  results.set(reader, true);
  const fields = pairs(writer.fields, reader.fields);
  const result = fields?.every(([left, right]) => left.name === right.name && areAlike(left.type, right.type, seen));
  results.set(reader, result ?? false);
  return result ?? false;
}

/** Null where one has more than the other. */
function pairs<T>(left: readonly T[], right: readonly T[]): readonly (readonly [T, T])[] | null {
  if (left.length !== right.length) return null;
  return left.map((item, index) => [item, right[index] ?? item]);
}
