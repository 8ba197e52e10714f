/**
 * Patterns by RE2, which takes linear time whatever the pattern: schemas come from anybody. The library is loaded when
 * the first pattern is asked for, at once and not by a promise, since comparing schemas is no asynchronous matter.
 *
 * Invariant: no pattern of a schema reaches a backtracking engine through here.
 */
import { createRequire } from 'node:module';

type Library = typeof import('re2js');

let library: Library | null = null;

/** Whether a text contains what the pattern describes. Throws for what RE2 does not know: looking around, or back. */
export function linearPattern(pattern: string): (text: string) => boolean {
  library ??= createRequire(import.meta.url)('re2js') as Library;
  const compiled = library.RE2JS.compile(pattern);
  return (text) => compiled.matcher(text).find();
}
