/** Records as lines for who looks on (Kafka's Printed). */
import type { OperatorOptions } from './stream.ts';

export interface PrintOptions<K, V> extends OperatorOptions {
  /** What stands before each line; the name of the node where absent. */
  readonly label?: string;
  readonly show?: (this: void, key: K, value: V) => string;
}

/** Of a node: the line of a record. */
export function printedLine<K, V>(
  node: string,
  { label = node, show = shownPair }: PrintOptions<K, V>,
): (key: K, value: V) => string {
  return (key, value) => `[${label}]: ${show(key, value)}`;
}

function shownPair(key: unknown, value: unknown): string {
  return `${String(key)}, ${String(value)}`;
}
