/**
 * The writer's schema under the names that the reader's aliases give its types and fields (Avro 1.12 specification,
 * "Aliases"), done before anything else is compared, as Java's `Schema.applyAliases`.
 *
 * Invariant: names are full names; the aliases of a record's fields hold only for a record that has, once renamed, the
 * full name of theirs or one of its aliases.
 */
import type { AvroEnum, AvroField, AvroFixed, AvroRecord, AvroSchema } from '../avro-schema.ts';
import { Budget } from '../budget.ts';
import { isSameDraft } from '../equal-avro.ts';
import { AvroDataError } from './avro-data-error.ts';

interface Aliases {
  /** The reader's full names by their aliases. */
  readonly types: Map<string, string>;
  /** By a record's full name: the reader's fields by their aliases. */
  readonly fields: Map<string, Map<string, string>>;
}

/** The writer's schema itself where no alias could matter. Throws AvroDataError where two fields would get one name. */
export function renameByAliases(writer: AvroSchema, reader: AvroSchema): AvroSchema {
  const aliases: Aliases = { types: new Map(), fields: new Map() };
  collect(reader, aliases, new Set());
  if (aliases.types.size === 0 && aliases.fields.size === 0) return writer;
  // Java's readers do it twice, so that an alias of an alias counts: with a for b and b for c, a is c.
  return renameOnce(renameOnce(writer, reader, aliases), reader, aliases);
}

function renameOnce(writer: AvroSchema, reader: AvroSchema, aliases: Aliases): AvroSchema {
  return isSameDraft(writer, reader, new Budget()) ? writer : rename(writer, aliases, new Map());
}

function collect(schema: AvroSchema, aliases: Aliases, seen: Set<AvroSchema>): void {
  if (schema.kind === 'array') collect(schema.items, aliases, seen);
  else if (schema.kind === 'map') collect(schema.values, aliases, seen);
  else if (schema.kind === 'union') for (const branch of schema.branches) collect(branch, aliases, seen);
  else if (schema.kind === 'record') collectRecord(schema, aliases, seen);
  else if (schema.kind === 'enum' || schema.kind === 'fixed') collectName(schema, aliases);
}

function collectName({ fullName, aliases: names }: AvroRecord | AvroEnum | AvroFixed, aliases: Aliases): void {
  for (const name of names) aliases.types.set(name, fullName);
}

function collectRecord(record: AvroRecord, aliases: Aliases, seen: Set<AvroSchema>): void {
  collectName(record, aliases);
  if (seen.has(record)) return;
  seen.add(record);
  for (const field of record.fields) {
    for (const alias of field.aliases) {
      const known = aliases.fields.get(record.fullName) ?? new Map<string, string>();
      aliases.fields.set(record.fullName, known.set(alias, field.name));
    }
    collect(field.type, aliases, seen);
  }
  const own = aliases.fields.get(record.fullName);
  if (own !== undefined) for (const alias of record.aliases) aliases.fields.set(alias, own);
}

function rename(schema: AvroSchema, aliases: Aliases, renamed: Map<AvroSchema, AvroSchema>): AvroSchema {
  switch (schema.kind) {
    case 'record':
      return renamed.get(schema) ?? renameRecord(schema, aliases, renamed);
    case 'enum':
    case 'fixed':
      return { ...schema, ...renamedAs(aliases.types.get(schema.fullName) ?? schema.fullName) };
    case 'array':
      return { ...schema, items: rename(schema.items, aliases, renamed) };
    case 'map':
      return { ...schema, values: rename(schema.values, aliases, renamed) };
    case 'union':
      return { ...schema, branches: schema.branches.map((branch) => rename(branch, aliases, renamed)) };
    default:
      return schema;
  }
}

function renameRecord(record: AvroRecord, aliases: Aliases, renamed: Map<AvroSchema, AvroSchema>): AvroRecord {
  const fullName = aliases.types.get(record.fullName) ?? record.fullName;
  const fields: AvroField[] = [];
  const copy: AvroRecord = { ...record, ...renamedAs(fullName), fields };
  renamed.set(record, copy);
  const names = new Set<string>();
  for (const field of record.fields) {
    const type = rename(field.type, aliases, renamed);
    const name = aliases.fields.get(fullName)?.get(field.name) ?? field.name;
    if (names.has(name)) {
      throw new AvroDataError(`two fields of ${record.fullName} are ${JSON.stringify(name)} by the reader's aliases`);
    }
    names.add(name);
    fields.push({ ...field, name, type });
  }
  return copy;
}

function renamedAs(fullName: string): { fullName: string; name: string; namespace: string | null } {
  const point = fullName.lastIndexOf('.');
  return { fullName, name: fullName.slice(point + 1), namespace: point === -1 ? null : fullName.slice(0, point) };
}
