/** Topics by pattern: it has to match the whole name, as Java's `Pattern.matches()` does. */

/** The same without what remembers an earlier match, and for whole names. */
export function wholeNames(pattern: RegExp): RegExp {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
}

/** As it was written, and as Java prints it. */
export function patternText(pattern: RegExp): string {
  const inner = /^\^\(\?:(.*)\)\$$/s.exec(pattern.source);
  return (inner?.[1] ?? pattern.source).replaceAll('\\/', '/');
}
