/** Whether a schema could be registered: checked against one version of a subject, or against those its level asks for. */
import type { RegisterRequest, VersionId } from '../../registry-types.ts';
import { invalidSchema, invalidSubject, versionNotFound } from '../../registry-errors.ts';
import type { Library } from '../answers.ts';
import { candidateOf, latestLive } from '../candidate.ts';
import { incompatibilities } from '../compatibility.ts';
import { present } from '../entity-shapes.ts';
import { isValidSubject } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import type { SchemaVersion } from '../schema-index.ts';
import { configInScope } from '../scopes.ts';

export interface CompatibilityCheck {
  readonly subject: string;
  /** Null: all versions that the level asks for. */
  readonly version: VersionId | null;
  readonly request: RegisterRequest;
  readonly normalize?: boolean;
  /** Says what is incompatible. */
  readonly verbose?: boolean;
}

/** `{is_compatible, messages?}`. Throws RegistryError 40402, 42201, 42208. */
export function checkCompatibility(library: Library, check: CompatibilityCheck): Record<string, unknown> {
  const { state, schemas } = library;
  const { subject, request, normalize = false, verbose = false } = check;
  if (!isValidSubject(subject)) throw invalidSubject(subject);
  if (request.schema === null || request.schema.trim() === '') throw invalidSchema('Empty schema');
  const earlier = comparedVersions(state, check);
  const config = configInScope(state, subject);
  const candidate = candidateOf(state, schemas, { subject, request, config, normalize, isNew: true, inherits: true });
  const messages = incompatibilities({ state, schemas, config }, candidate, earlier);
  return { is_compatible: messages.length === 0, ...present({ messages: verbose ? messages : [] }) };
}

function comparedVersions(state: RegistryState, { subject, version }: CompatibilityCheck): readonly SchemaVersion[] {
  const owner = state.schemas.subject(subject);
  if (version === null) return (owner?.versions ?? []).filter(({ isDeleted }) => !isDeleted);
  if (version === -1) {
    const latest = latestLive(owner);
    return latest === null ? [] : [latest];
  }
  const found = state.schemas.version(subject, version);
  if (found === null || found.isDeleted) throw versionNotFound(version);
  return [found];
}
