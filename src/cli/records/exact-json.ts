/**
 * JSON.parse for what is printed again: a number of which a double would lose something keeps its text, which
 * JSON.stringify prints as it is. All others are numbers as ever.
 */

declare global {
  /** Of the proposal for the sources of JSON texts, which Node.js has and TypeScript's library does not yet. */
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
    rawJSON(text: string): RawNumber;
    isRawJSON(value: unknown): value is RawNumber;
  }
}

interface RawNumber {
  readonly rawJSON: string;
}

/** Digits that a double always keeps. */
const SAFE_LENGTH = 15;
/** Whether there may be a number that a double does not hold: a reviver costs more than the rest of the parser. */
const PERHAPS_INEXACT = /[\d.]{16}|\d[eE]/;

/** Throws SyntaxError. */
export function parseExactJson(text: string): unknown {
  return PERHAPS_INEXACT.test(text)
    ? JSON.parse(text, (_key, value, { source }) => exact(value, source))
    : JSON.parse(text);
}

/** The text of a number that was kept; null for all else. */
export function exactNumberText(value: unknown): string | null {
  return JSON.isRawJSON(value) ? value.rawJSON : null;
}

function exact(value: unknown, source: string | undefined): unknown {
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value;
  return Number.isFinite(value) && source.length <= SAFE_LENGTH ? value : JSON.rawJSON(source);
}
