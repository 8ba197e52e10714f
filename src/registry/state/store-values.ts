/**
 * Values of `_schemas`, between bytes and what they mean. Read with all liberties that older and other registries ask for:
 * members in any order, unknown ones passed over, `schemaType` absent for Avro, `subject` absent in configs and modes.
 *
 * Invariant: what is printed has Confluent's members in Confluent's order, byte by byte.
 */
import type { SchemaReference, SchemaType } from '#schema';
import type { Mode, RuleSet, SchemaMetadata, SubjectConfig } from '../registry-types.ts';
import {
  configJson,
  flagOf,
  memberOf,
  membersOf,
  metadataJson,
  MODES,
  numberOf,
  oneOf,
  present,
  printMembers,
  readConfig,
  readMetadata,
  readReferences,
  readRuleSet,
  referencesJson,
  ruleSetJson,
  ShapeError,
  textOf,
} from './entity-shapes.ts';

export interface SchemaValue {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  /** Base64; only beside sensitive metadata. Kept as it came. */
  readonly md5: string | null;
  readonly schemaType: SchemaType;
  readonly references: readonly SchemaReference[];
  readonly metadata: SchemaMetadata | null;
  readonly ruleSet: RuleSet | null;
  readonly schema: string;
  readonly deleted: boolean;
}

/** Where the record stood that a value is a new spelling of. */
export interface FormerPlace {
  readonly offset: number;
  readonly timestamp: number;
}

/** Throws ShapeError or SyntaxError. Subject and version are the key's. */
export function parseSchemaValue(text: string, key: { subject: string; version: number }): SchemaValue {
  const members = membersOf(JSON.parse(text), 'the value');
  const id = numberOf(members, 'id');
  const schema = textOf(members, 'schema');
  if (id === null || id < 0) throw new ShapeError('the value has no id');
  if (schema === null) throw new ShapeError('the value has no schema');
  return {
    subject: key.subject,
    version: key.version,
    id,
    md5: textOf(members, 'md5'),
    schemaType: schemaTypeOf(textOf(members, 'schemaType')),
    references: readReferences(memberOf(members, 'references')),
    metadata: readMetadata(memberOf(members, 'metadata')),
    ruleSet: readRuleSet(memberOf(members, 'ruleSet')),
    schema,
    deleted: flagOf(members, 'deleted') ?? false,
  };
}

function schemaTypeOf(text: string | null): SchemaType {
  if (text === null || text === '') return 'AVRO';
  if (text === 'AVRO' || text === 'JSON' || text === 'PROTOBUF') return text;
  throw new ShapeError(`schemaType ${text} is not known`);
}

/** With `isAvroNamed` false the type of Avro schemas is left out, as registries up to 7.9 did. */
export function printSchemaValue(
  value: SchemaValue,
  { former = null, isAvroNamed = true }: { former?: FormerPlace | null; isAvroNamed?: boolean } = {},
): string {
  return printMembers(
    present({
      subject: value.subject,
      version: value.version,
      id: value.id,
      md5: value.md5,
      schemaType: value.schemaType === 'AVRO' && !isAvroNamed ? null : value.schemaType,
      references: referencesJson(value.references),
      metadata: metadataJson(value.metadata),
      ruleSet: ruleSetJson(value.ruleSet),
      schema: value.schema,
      deleted: value.deleted,
      offset: former?.offset,
      ts: former?.timestamp,
    }),
  );
}

export function parseConfigValue(text: string): SubjectConfig {
  return readConfig(membersOf(JSON.parse(text), 'the value'));
}

export function printConfigValue(subject: string | null, config: SubjectConfig): string {
  return printMembers({ ...present({ subject }), ...configJson(config) });
}

export function parseModeValue(text: string): Mode {
  const mode = oneOf(textOf(membersOf(JSON.parse(text), 'the value'), 'mode'), MODES, 'mode');
  if (mode === null) throw new ShapeError('the value has no mode');
  return mode;
}

export function printModeValue(subject: string | null, mode: Mode): string {
  return printMembers(present({ subject, mode }));
}

/** How far the versions of a subject are deleted. */
export function parseDeleteSubjectValue(text: string): number {
  const version = numberOf(membersOf(JSON.parse(text), 'the value'), 'version');
  if (version === null) throw new ShapeError('the value has no version');
  return version;
}

export function printDeleteSubjectValue(subject: string, version: number): string {
  return printMembers({ subject, version });
}

export function printClearSubjectValue(subject: string | null): string {
  return printMembers(present({ subject }));
}

export function printContextValue(tenant: string, context: string): string {
  return printMembers({ tenant, context });
}
