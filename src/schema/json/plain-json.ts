/**
 * Between lossless JSON and JavaScript's own values, for libraries that take or give the latter. What a plain value
 * cannot hold is lost on the way: digits past a double's, the order of keys that look like numbers.
 */
import type { JsonNode } from './json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from './json-node.ts';

/** As JSON.parse would give it, but that objects have no prototype, so that `__proto__` is a key like any other. */
export function toPlain(node: JsonNode): unknown {
  if (node instanceof JsonNumber) return node.toNumber();
  if (isJsonArray(node)) return node.map(toPlain);
  if (!(node instanceof JsonObject)) return node;
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, value] of node.entries) plain[key] = toPlain(value);
  return plain;
}

/**
 * What JSON.stringify would print, as a tree; bigints are integers. Throws TypeError for what JSON cannot say: numbers
 * that are not finite, functions, symbols, undefined within an array.
 */
export function fromPlain(value: unknown): JsonNode {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'bigint':
      return new JsonNumber(String(value));
    case 'number':
      if (Number.isFinite(value)) return new JsonNumber(String(value));
      break;
    case 'object':
      if (value === null || value instanceof JsonNumber || value instanceof JsonObject) return value;
      if (Array.isArray(value)) return value.map(fromPlain);
      return fromObject(value);
    default:
  }
  throw new TypeError(`JSON has no ${typeof value === 'number' ? String(value) : typeof value}`);
}

function fromObject(value: object): JsonObject {
  const present = Object.entries(value).filter(([, property]) => property !== undefined);
  return new JsonObject(present.map(([key, property]) => [key, fromPlain(property)]));
}
