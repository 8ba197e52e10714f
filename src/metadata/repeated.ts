/** The keys that occur more than once; a request may be long, so this takes one pass. */
export function repeated(keys: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}
