/** What many reads share: pages of lists, and version numbers as they stand in paths. */
import { invalidVersion } from '../../registry-errors.ts';
import type { VersionId } from '../../registry-types.ts';

export interface Page {
  /** Leaves out so many. Default 0. */
  readonly offset?: number;
  /** Answers so many at most; negative for all, which is the default. */
  readonly limit?: number;
}

const MAX_VERSION = 2 ** 31 - 1;

export function page<T>(items: readonly T[], { offset = 0, limit = -1 }: Page): readonly T[] {
  const start = Math.max(offset, 0);
  return limit < 0 ? items.slice(start) : items.slice(start, start + limit);
}

/** `latest` in any case and `-1` are -1. Throws RegistryError 42202. */
export function parseVersionId(text: string): VersionId {
  if (text.toLowerCase() === 'latest' || text === '-1') return -1;
  const version = /^\+?\d{1,10}$/.test(text) ? Number(text) : 0;
  if (version < 1 || version > MAX_VERSION) throw invalidVersion(text);
  return version;
}
