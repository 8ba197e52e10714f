/**
 * The order in which Java's HashMap and HashSet give their strings back. `describe()` of Kafka Streams shows it, and who
 * compares topologies with Java's compares that too.
 */

/** Java's String.hashCode, spread as HashMap does it. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

const LEAST_BUCKETS = 16;

/** `names`, each once, as a HashMap gives them back that got them in this order. */
export function javaHashOrder(names: Iterable<string>): string[] {
  const inserted = [...new Set(names)];
  let buckets = LEAST_BUCKETS;
  while (inserted.length > buckets * 0.75) buckets *= 2;
  // Within a bucket the order of insertion stays, also when the table grows.
  return inserted
    .map((name) => ({ name, bucket: spreadHash(name) & (buckets - 1) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ name }) => name);
}
