/**
 * What a schema refers to, found in the registry with all that those refer to in turn. A reference without a context means
 * a subject in the context of the schema that has it.
 *
 * Invariant: bounded in number and depth, and cycles are refused, whatever others wrote into the topic.
 */
import type { SchemaReference, SchemaSource } from '#schema';
import { invalidSchema } from '../registry-errors.ts';
import { qualifyReference } from './qualified-subject.ts';
import type { SchemaIndex, SchemaVersion } from './schema-index.ts';

const MAX_REFERENCES = 1_000;
const MAX_DEPTH = 100;

/**
 * The source of a text: -1 became the number of the latest version, and all texts are there, each after those it needs.
 * Throws RegistryError 42201.
 */
export function resolveSource(
  schemas: SchemaIndex,
  context: string,
  { text, references }: { readonly text: string; readonly references: readonly SchemaReference[] },
): SchemaSource {
  if (references.length === 0) return { text, references, resolved: NOTHING };
  const resolver = new Resolver(schemas);
  const pinned = references.map((reference) => resolver.add(context, reference));
  return { text, references: pinned, resolved: resolver.resolved };
}

const NOTHING: ReadonlyMap<string, string> = new Map();

class Resolver {
  readonly resolved = new Map<string, string>();
  readonly #schemas: SchemaIndex;
  readonly #done = new Set<SchemaVersion>();
  /** From the schema at the top to the one that is looked at. */
  readonly #path: SchemaVersion[] = [];
  #count = 0;

  constructor(schemas: SchemaIndex) {
    this.#schemas = schemas;
  }

  /** The reference with its version's number. */
  add(context: string, reference: SchemaReference): SchemaReference {
    if (++this.#count > MAX_REFERENCES) throw invalidSchema(`A schema may have ${MAX_REFERENCES} references at most`);
    const target = this.#find(context, reference);
    const { name, subject } = reference;
    if (!this.#done.has(target)) this.#enter(target);
    // The first of a name counts, should two schemas import different ones under it.
    if (!this.resolved.has(name)) this.resolved.set(name, target.content.text);
    return { name, subject, version: target.version };
  }

  #enter(target: SchemaVersion): void {
    if (this.#path.includes(target)) throw invalidSchema(`References go in a circle: ${this.#circle(target)}`);
    if (this.#path.length >= MAX_DEPTH) throw invalidSchema(`References may lead ${MAX_DEPTH} schemas deep at most`);
    this.#path.push(target);
    for (const inner of target.content.references) this.add(target.context, inner);
    this.#path.pop();
    this.#done.add(target);
  }

  #circle(target: SchemaVersion): string {
    return [...this.#path, target].map(({ subject, version }) => `${subject} version ${version}`).join(' → ');
  }

  /** Deleted versions count too: what refers to them must stay readable. */
  #find(context: string, { name, subject, version }: SchemaReference): SchemaVersion {
    const qualified = qualifyReference(context, subject);
    const versions = this.#schemas.subject(qualified)?.versions ?? [];
    const found =
      version === -1
        ? (versions.findLast(({ isDeleted }) => !isDeleted) ?? versions.at(-1))
        : this.#schemas.version(qualified, version);
    if (found !== null && found !== undefined) return found;
    throw invalidSchema(
      `No schema reference found for subject "${qualified}" and version ${version}, which is imported as "${name}"`,
    );
  }
}
