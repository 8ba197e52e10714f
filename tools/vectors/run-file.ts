/** Runs one file's lines through their kind. */
import type { VectorKind } from './kind.ts';

export interface FileResult {
  passed: number;
  /** Lines are counted from 1. */
  failures: { line: number; what: string }[];
}

/** A kind that answers fewer outcomes than there are lines fails the lines that are left. */
export function runFile(kind: VectorKind, lines: readonly unknown[], path: string): FileResult {
  const result: FileResult = { passed: 0, failures: [] };
  let line = 0;
  try {
    for (const { ok, what } of kind.check(lines, path)) {
      line++;
      if (ok) result.passed++;
      else result.failures.push({ line, what });
    }
  } catch (error) {
    result.failures.push({ line: ++line, what: String(error) });
  }
  while (line < lines.length) result.failures.push({ line: ++line, what: 'not judged' });
  return result;
}
