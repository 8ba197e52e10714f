/**
 * A schema of a request, made ready to be looked up, compared and stored: its references found, parsed, in canonical (or
 * normal) form, with the metadata and rules that it has in the end.
 *
 * Invariant: a candidate is what would be stored, to the byte; two requests that mean the same have one GUID.
 */
import type { ParsedSchema, SchemaType } from '#schema';
import { checkReservedFields, JsonSchema, SchemaError } from '#schema';
import type { RegisterRequest, RuleSet, SchemaMetadata, SubjectConfig } from '../registry-types.ts';
import { invalidRuleSet, invalidSchema, schemaTooLarge } from '../registry-errors.ts';
import { metadataJson, printMembers, ruleSetJson } from './entity-shapes.ts';
import { inlineTags, retagged } from './inline-tags.ts';
import { mergeMetadata, mergeRuleSets, problemOfRuleSet } from './merged-entities.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { parseSubject } from './qualified-subject.ts';
import { resolveSource } from './references.ts';
import type { RegistryState } from './registry-state.ts';
import type { SchemaBody } from './schema-guid.ts';
import { schemaGuid } from './schema-guid.ts';
import type { SchemaVersion, SubjectVersions } from './schema-index.ts';

export interface Candidate {
  readonly schemaType: SchemaType;
  readonly parsed: ParsedSchema;
  readonly body: SchemaBody;
  readonly guid: string;
  /** Whether something was taken from the previous version or a config. */
  readonly isCompleted: boolean;
}

export interface CandidateOptions {
  readonly subject: string;
  readonly request: RegisterRequest;
  readonly config: SubjectConfig;
  readonly normalize: boolean;
  /** Held to the format's strict rules. */
  readonly isNew: boolean;
  /** Whether metadata, rules and an absent text come from the previous version and the config. */
  readonly inherits: boolean;
}

/** Throws RegistryError 42201, 42209 and 42210. */
export function candidateOf(state: RegistryState, schemas: ParsedSchemas, options: CandidateOptions): Candidate {
  const { request, config, isNew, inherits } = options;
  const previous = latestLive(state.schemas.subject(options.subject));
  const written = withText(request, inherits ? previous : null);
  const { maxSchemaLength } = state.settings;
  if (written.text.length > maxSchemaLength) throw schemaTooLarge(written.text.length, maxSchemaLength);
  const metadata = inherits ? inheritedMetadata(request, previous, config) : request.metadata;
  const ruleSet = inherits ? inheritedRuleSet(request, previous, config) : request.ruleSet;
  if (isNew && ruleSet !== null && config.validateRules !== false) checkRules(ruleSet);
  const source = resolveSource(state.schemas, parseSubject(options.subject).context, written);
  const parsed = schemas.parse(written.schemaType, source, {
    isNew: isNew && config.validateNewSchemas !== false,
    normalize: options.normalize || config.normalize === true,
  });
  if (isNew && config.validateFields === true) checkFields(parsed);
  const body: SchemaBody = { text: parsed.canonicalText, references: parsed.references, metadata, ruleSet };
  const isCompleted =
    written.isTaken ||
    !isSame(metadata, request.metadata, metadataJson) ||
    !isSame(ruleSet, request.ruleSet, ruleSetJson);
  return { schemaType: parsed.schemaType, parsed, body, guid: schemaGuid(body), isCompleted };
}

/** A stored version, parsed leniently. Throws RegistryError 42201. */
export function parsedVersion(
  state: RegistryState,
  schemas: ParsedSchemas,
  { context, content }: Pick<SchemaVersion, 'context' | 'content'>,
): ParsedSchema {
  return schemas.parse(content.schemaType, resolveSource(state.schemas, context, content), { isNew: false });
}

export function latestLive(subject: SubjectVersions | null): SchemaVersion | null {
  return subject?.versions.findLast(({ isDeleted }) => !isDeleted) ?? null;
}

/** Whether both have the same metadata and rules. */
export function isSameBeside(left: SchemaBody, right: SchemaBody): boolean {
  return isSame(left.metadata, right.metadata, metadataJson) && isSame(left.ruleSet, right.ruleSet, ruleSetJson);
}

function isSame<T>(left: T, right: T, json: (value: T) => unknown): boolean {
  return left === right || printMembers(json(left)) === printMembers(json(right));
}

interface WrittenSchema {
  readonly schemaType: string;
  readonly text: string;
  readonly references: RegisterRequest['references'];
  /** Whether the text is not the request's own. */
  readonly isTaken: boolean;
}

function withText(request: RegisterRequest, previous: SchemaVersion | null): WrittenSchema {
  const { schema, schemaType, references } = request;
  if (schema !== null && schema.trim() !== '') {
    return withTags({ schemaType: schemaType ?? 'AVRO', text: schema, references, isTaken: false }, request, previous);
  }
  if (previous === null) throw invalidSchema('Empty schema');
  const { content } = previous;
  const taken = { schemaType: content.schemaType, text: content.text, references: content.references, isTaken: true };
  return withTags(taken, request, previous);
}

/** The previous version's own tags first, where they are to go on, then those of the request. */
function withTags(written: WrittenSchema, request: RegisterRequest, previous: SchemaVersion | null): WrittenSchema {
  const { schemaTagsToAdd: add, schemaTagsToRemove: remove, propagateSchemaTags } = request;
  const kept = propagateSchemaTags && previous !== null ? inlineTags(previous.content, ['*']) : [];
  const { schemaType } = written;
  const propagated = retagged(written, { add: kept, remove: [], isLenient: true });
  const text = retagged({ schemaType, text: propagated }, { add, remove });
  return text === written.text ? written : { ...written, text, isTaken: true };
}

function inheritedMetadata(
  request: RegisterRequest,
  previous: SchemaVersion | null,
  { defaultMetadata, overrideMetadata }: SubjectConfig,
): SchemaMetadata | null {
  const own = request.metadata ?? previous?.content.metadata ?? null;
  return mergeMetadata(mergeMetadata(defaultMetadata, own), overrideMetadata);
}

function inheritedRuleSet(
  request: RegisterRequest,
  previous: SchemaVersion | null,
  { defaultRuleSet, overrideRuleSet }: SubjectConfig,
): RuleSet | null {
  const own = request.ruleSet ?? previous?.content.ruleSet ?? null;
  return mergeRuleSets(mergeRuleSets(defaultRuleSet, own), overrideRuleSet);
}

/** Of the formats JSON Schema alone has names that are kept for registries. */
function checkFields(parsed: ParsedSchema): void {
  if (!(parsed instanceof JsonSchema)) return;
  try {
    checkReservedFields(parsed);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw invalidSchema(`Invalid schema: ${error.message}`, error);
  }
}

function checkRules(ruleSet: RuleSet): void {
  const problem = problemOfRuleSet(ruleSet);
  if (problem !== null) throw invalidRuleSet(problem);
}
