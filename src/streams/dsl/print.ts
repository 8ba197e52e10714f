/** Records as lines for who looks on (Kafka's Printed). */
import type { ErrorHandler } from '../runtime/error-handler.ts';

export interface PrintOptions<K, V> {
  /** Of the node. */
  readonly name?: string;
  /** What becomes of a record that fails in it; what the topology says where absent. */
  readonly onError?: ErrorHandler;
  /** What stands before each line; the name of the node where absent. */
  readonly label?: string;
  readonly show?: (this: void, key: K, value: V) => string;
  /** Where lines go; to standard output where absent. */
  readonly write?: (this: void, line: string) => void;
}

/** Of a node: what prints a record. */
export function printer<K, V>(
  node: string,
  { label = node, show = shownPair, write = writeLine }: PrintOptions<K, V>,
): (key: K, value: V) => void {
  return (key, value) => write(`[${label}]: ${show(key, value)}`);
}

function shownPair(key: unknown, value: unknown): string {
  return `${String(key)}, ${String(value)}`;
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
