/**
 * Names of subjects: `orders` lies in the default context `.`, `:.staging:orders` in the context `.staging`, and
 * `:.staging:` names the context itself. Ids are counted per context.
 *
 * Invariant: inside the registry a subject has one spelling: those of the default context go without it.
 */

export const DEFAULT_CONTEXT = '.';
/** The scope of configs and modes above all contexts. */
export const GLOBAL_SCOPE = ':.__GLOBAL:';
/** Stands for all contexts where a prefix is asked for. */
export const ALL_CONTEXTS = ':*:';

const RESERVED_NAMES: ReadonlySet<string> = new Set(['__GLOBAL', '__EMPTY']);
// oxlint-disable-next-line no-control-regex -- control characters are what no name may have
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

export interface QualifiedSubject {
  /** `.`, `.staging`. */
  readonly context: string;
  /** Without its context; empty where the context itself is meant. */
  readonly subject: string;
}

/** Any name has a meaning: what does not begin with a context in colons lies in the default one. */
export function parseSubject(name: string): QualifiedSubject {
  if (!name.startsWith(':.')) return { context: DEFAULT_CONTEXT, subject: name };
  const end = name.indexOf(':', 2);
  if (end < 0) return { context: DEFAULT_CONTEXT, subject: name };
  return { context: name.slice(1, end), subject: name.slice(end + 1) };
}

/** The one spelling; `context` with or without its dot and colons is up to `contextName`. */
export function qualify(context: string, subject: string): string {
  return context === DEFAULT_CONTEXT ? subject : `:${context}:${subject}`;
}

/** The one spelling of a name as it came: `:.:orders` is `orders`. */
export function normalizeSubject(name: string): string {
  if (!name.startsWith(':.')) return name;
  const { context, subject } = parseSubject(name);
  return qualify(context, subject);
}

/** The one spelling of a scope of configs and modes: the default context's is the registry's own, null. */
export function normalizeScope(scope: string | null): string | null {
  if (scope === null) return null;
  const name = normalizeSubject(scope);
  return name === '' ? null : name;
}

/** The name that a reference means, seen from a schema in `context`: without a context of its own it lies in that one. */
export function qualifyReference(context: string, name: string): string {
  return name.startsWith(':.') ? normalizeSubject(name) : qualify(context, name);
}

/** `staging`, `.staging`, `:.staging:` and `:.staging:subject` are all `.staging`. */
export function contextName(text: string): string {
  const bare = text.startsWith(':') ? (text.slice(1).split(':')[0] ?? '') : text;
  return bare.startsWith('.') ? bare : `.${bare}`;
}

export function isValidSubject(name: string): boolean {
  const { context, subject } = parseSubject(name);
  if (name.startsWith(ALL_CONTEXTS)) return false;
  return subject !== '' && !RESERVED_NAMES.has(subject) && !CONTROL.test(name) && isValidContext(context);
}

/** A subject or the scope of a context. */
export function isValidScope(name: string): boolean {
  const { context, subject } = parseSubject(name);
  return name !== '' && !RESERVED_NAMES.has(subject) && !CONTROL.test(name) && isValidContext(context);
}

export function isValidContext(context: string): boolean {
  return context.startsWith('.') && !context.includes(':') && !CONTROL.test(context);
}

/** Whether a subject of `context` is meant by a prefix, `:*:` and the context's own included. */
export function prefixMatcher(prefix: string): (context: string, subject: string) => boolean {
  if (prefix.startsWith(ALL_CONTEXTS)) {
    const start = prefix.slice(ALL_CONTEXTS.length);
    return (_context, subject) => subject.startsWith(start);
  }
  const wanted = parseSubject(prefix);
  return (context, subject) => context === wanted.context && subject.startsWith(wanted.subject);
}
