/**
 * Whether the registry has a schema already: under its GUID in the context, or, within a subject, as a version that says the
 * same in other words (references resolved, another printer's spelling).
 */
import { isRegistryError } from '../registry-errors.ts';
import type { Candidate } from './candidate.ts';
import { isSameBeside, parsedVersion } from './candidate.ts';
import type { Library } from './answers.ts';
import type { SchemaContent, SchemaVersion } from './schema-index.ts';

/** What is stored under the candidate's GUID and type, in whatever context. */
export function knownContent({ state }: Library, { schemaType, guid }: Candidate): SchemaContent | null {
  return state.schemas.content(schemaType, guid);
}

/** The lowest id of a content in a context; null where it has none there. */
export function idIn(content: SchemaContent | null, context: string): number | null {
  const ids = content?.ids.filter((place) => place.context === context).map(({ id }) => id) ?? [];
  return ids.length === 0 ? null : Math.min(...ids);
}

/** Whether a version says what the candidate does, though not in the same words. With `anyBeside` metadata and rules count not. */
export function saysTheSame(
  library: Library,
  candidate: Candidate,
  version: SchemaVersion,
  { anyBeside = false }: { anyBeside?: boolean } = {},
): boolean {
  if (version.content.schemaType !== candidate.schemaType) return false;
  if (!anyBeside && !isSameBeside(candidate.body, version.content)) return false;
  try {
    return candidate.parsed.isEquivalentTo(parsedVersion(library.state, library.schemas, version));
  } catch (error) {
    // A version that cannot be read any more is equal to none.
    if (isRegistryError(error, 42201)) return false;
    throw error;
  }
}
