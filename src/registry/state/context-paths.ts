/**
 * Paths within a context: `/contexts/{context}/subjects/orders` means `/subjects/:.context:orders` (reference: Confluent's
 * ContextFilter). What names a subject, a prefix of subjects or a scope gets the context written into it.
 *
 * Invariant: a name that has a context already keeps it; a path without `/contexts/…/` stays as it is, to the byte.
 */
import { contextName, DEFAULT_CONTEXT } from './qualified-subject.ts';

export interface RequestTarget {
  /** Still encoded. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
}

const SUBJECT_FOLLOWS: ReadonlySet<string> = new Set(['subjects', 'deks']);

/** The path must be decodable. */
export function withoutContext(target: RequestTarget): RequestTarget {
  const [, head, encoded, ...segments] = target.path.split('/');
  if (head !== 'contexts' || encoded === undefined || encoded === '' || segments.length === 0) return target;
  const context = contextName(decodeURIComponent(encoded));
  return {
    path: `/${qualifiedSegments(segments, context).join('/')}`,
    query: qualifiedQuery(segments, target.query, context),
  };
}

function qualifiedSegments(segments: readonly string[], context: string): readonly string[] {
  const [root, scope] = segments;
  if (root === 'config' || root === 'mode') {
    if (scope !== undefined && scope !== '') return [root, qualifiedSegment(scope, context), ...segments.slice(2)];
    return context === DEFAULT_CONTEXT ? [root] : [root, encodeURIComponent(`:${context}:`)];
  }
  // In `subjects/subjects/versions` the second one is a name, and nothing that a name follows.
  return segments.map((segment, index) =>
    segment !== '' && SUBJECT_FOLLOWS.has(segments[index - 1] ?? '') && !SUBJECT_FOLLOWS.has(segments[index - 2] ?? '')
      ? qualifiedSegment(segment, context)
      : segment,
  );
}

function qualifiedSegment(segment: string, context: string): string {
  return encodeURIComponent(withContext(decodeURIComponent(segment), context));
}

function withContext(name: string, context: string): string {
  return name.startsWith(':.') || name.startsWith(':*:') || context === DEFAULT_CONTEXT ? name : `:${context}:${name}`;
}

function qualifiedQuery([root, ...others]: readonly string[], query: string, context: string): string {
  const rest = others.filter((segment) => segment !== '');
  const isList = (root === 'subjects' || root === 'schemas') && rest.length === 0;
  const isById = root === 'schemas' && rest[0] === 'ids';
  if (!isList && !isById) return query;
  const parameters = new URLSearchParams(query);
  const name = isList ? 'subjectPrefix' : 'subject';
  const given = parameters.get(name) ?? '';
  // A list is narrowed to the default context too: without a prefix it would be of all.
  const isNamed = given.startsWith(':.') || given.startsWith(':*:');
  parameters.set(name, isNamed ? given : `:${context}:${given}`);
  return parameters.toString();
}
