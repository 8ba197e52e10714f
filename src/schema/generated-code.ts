/** Code that codecs put together for one schema; a process may forbid it (`--disallow-code-generation-from-strings`). */

/** Runs a function body that finds its values in `given`. What comes from a schema may enter the body as literals only. */
export function runGenerated(body: string, given: object): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- schemas enter the body as literals only
  return new Function('given', `'use strict'; ${body}`)(given);
}

let mayGenerate: boolean | null = null;

/** Whether the process allows code from strings. */
export function canGenerate(): boolean {
  if (mayGenerate !== null) return mayGenerate;
  try {
    mayGenerate = runGenerated('return true', []) === true;
  } catch {
    mayGenerate = false;
  }
  return mayGenerate;
}
