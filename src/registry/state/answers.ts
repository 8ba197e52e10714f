/**
 * Stored schemas as the API shows them (`Schema`, `SchemaString` and the answer to a registration). Registries up to 7.9
 * (`compat` 7) name neither GUID nor time, and leave out the type of Avro schemas.
 *
 * Invariant: what is empty is absent.
 */
import type { RegistrySettings } from '../registry-types.ts';
import type { Candidate } from './candidate.ts';
import { parsedVersion } from './candidate.ts';
import { metadataJson, present, referencesJson, ruleSetJson } from './entity-shapes.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { qualifyReference } from './qualified-subject.ts';
import type { RegistryState } from './registry-state.ts';
import { inlineTags } from './inline-tags.ts';
import type { SchemaContent, SchemaVersion } from './schema-index.ts';

/** How a schema is to be shown. */
export interface Form {
  /** `resolved`, `serialized`, …; null and empty as it is stored. */
  readonly format?: string | null;
  /** `qualified` names subjects of references with their context. */
  readonly referenceFormat?: string | null;
  /** Names of tags that are looked for in the schema itself; `*` for all. */
  readonly findTags?: readonly string[];
}

/** What reads that print schemas need. */
export interface Library {
  readonly state: RegistryState;
  readonly schemas: ParsedSchemas;
}

/** `GET …/versions/{v}` and its like. */
export function schemaAnswer(library: Library, version: SchemaVersion, form: Form = {}): Record<string, unknown> {
  const { compat } = library.state.settings;
  const { content, subject, id } = version;
  return present({
    subject,
    version: version.version,
    id,
    ...contentMembers(library, version, form),
    ...(compat === 7 ? {} : { guid: content.guid, ts: version.timestamp, deleted: version.isDeleted }),
  });
}

/** `GET /schemas/ids/{id}` and its like. */
export function schemaStringAnswer(
  library: Library,
  version: SchemaVersion,
  { maxId, ...form }: Form & { readonly maxId?: number } = {},
): Record<string, unknown> {
  const { compat } = library.state.settings;
  const members = contentMembers(library, version, form);
  if (compat === 7) return present({ ...members, maxId });
  const { subject, content, timestamp, isDeleted } = version;
  return present({
    subject,
    version: version.version,
    guid: content.guid,
    ...members,
    maxId,
    ts: timestamp,
    deleted: isDeleted,
  });
}

function contentMembers(
  library: Library,
  version: SchemaVersion,
  { format, referenceFormat, findTags }: Form,
): Record<string, unknown> {
  const { content } = version;
  const references =
    referenceFormat?.toLowerCase() === 'qualified'
      ? content.references.map((reference) => ({
          ...reference,
          subject: qualifyReference(version.context, reference.subject),
        }))
      : content.references;
  return {
    schemaType: typeName(library.state.settings, content),
    references: referencesJson(references),
    metadata: metadataJson(content.metadata),
    ruleSet: ruleSetJson(content.ruleSet),
    schema: textOf(library, version, format),
    schemaTags: findTags === undefined || findTags.length === 0 ? null : inlineTags(content, findTags),
  };
}

/** The text of a version in a form of its format. */
export function textOf(library: Library, version: SchemaVersion, format: string | null | undefined): string {
  if (format === null || format === undefined || format === '') return version.content.text;
  return parsedVersion(library.state, library.schemas, version).formatted(format);
}

function typeName({ compat }: RegistrySettings, { schemaType }: Pick<SchemaContent, 'schemaType'>): string | null {
  return compat === 7 && schemaType === 'AVRO' ? null : schemaType;
}

/** What a registration answers: the id, and since 8 all else; up to 7.9 only where the registry added something. */
export function registeredAnswer(
  { state }: Library,
  { schemaType, body, guid }: Pick<Candidate, 'schemaType' | 'body' | 'guid'>,
  { id, version, text, isCompleted }: { id: number; version: number; text: string; isCompleted: boolean },
): Record<string, unknown> {
  const { compat } = state.settings;
  if (compat === 7 && !isCompleted) return { id };
  return present({
    id,
    version,
    guid: compat === 7 ? null : guid,
    schemaType: typeName(state.settings, { schemaType }),
    references: referencesJson(body.references),
    metadata: metadataJson(body.metadata),
    ruleSet: ruleSetJson(body.ruleSet),
    schema: text,
  });
}
