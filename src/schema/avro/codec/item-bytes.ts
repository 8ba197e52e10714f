/** How few bytes a value takes: so a count that the data cannot hold is refused before anything is read. */
import type { AvroRecord, AvroSchema } from '../avro-schema.ts';

/** What is more than this need not be told from it. */
const ENOUGH = 1024;

/** What is known of records; one that is being worked out counts as nothing, so that a bound is never too high. */
export type LeastBytes = Map<AvroRecord, number>;

/** 0 only for what takes no bytes ever: null, a fixed of size 0, records of such alone. */
export function leastBytes(schema: AvroSchema, known: LeastBytes): number {
  switch (schema.kind) {
    case 'null':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return Math.min(schema.size, ENOUGH);
    case 'record':
      return leastOfFields(schema, known);
    default:
      // Numbers, lengths, counts and indexes.
      return 1;
  }
}

function leastOfFields(record: AvroRecord, known: LeastBytes): number {
  const before = known.get(record);
  if (before !== undefined) return before;
  known.set(record, 0);
  let sum = 0;
  for (const field of record.fields) sum += leastBytes(field.type, known);
  const least = Math.min(sum, ENOUGH);
  known.set(record, least);
  return least;
}
