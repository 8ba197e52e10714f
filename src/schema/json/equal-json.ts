/**
 * Whether two trees say the same, as Jackson's nodes compare: the order of keys does not count, an integer differs
 * from the same number with a point, two doubles are equal by value (0.0 and -0.0 are not).
 */
import type { JsonNode } from './json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from './json-node.ts';
import { printJsonNumber } from './print-json.ts';

export function equalJson(left: JsonNode, right: JsonNode): boolean {
  if (left === right) return true;
  if (left instanceof JsonNumber)
    return right instanceof JsonNumber && printJsonNumber(left) === printJsonNumber(right);
  if (isJsonArray(left)) {
    if (!isJsonArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => equalJson(item, right[index] ?? null));
  }
  if (!(left instanceof JsonObject) || !(right instanceof JsonObject)) return false;
  if (left.entries.length !== right.entries.length) return false;
  return left.entries.every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && equalJson(value, other);
  });
}
