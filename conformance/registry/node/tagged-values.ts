/** Values as JSON: what JSON cannot say is an object with a `$` before its kind, as `{ "$bytes": "00ff" }`. */

/** From JSON: bytes become Buffers, large numbers bigints, moments Dates; a decimal and a date stay their texts. */
export function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [kind, content] = entries.length === 1 ? entries[0]! : ['', null];
  if (kind === '$bytes') return Buffer.from(String(content), 'hex');
  if (kind === '$long') return BigInt(String(content));
  if (kind === '$millis') return new Date(Number(content));
  if (kind === '$decimal' || kind === '$date') return content;
  return Object.fromEntries(entries.map(([name, one]) => [name, untagged(one)]));
}

export function tagged(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') };
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { $long: String(value) };
  if (value instanceof Date) return { $millis: value.getTime() };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, tagged(one)]));
}
