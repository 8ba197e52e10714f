/**
 * What an application was promised to come to: exactly what one undisturbed run comes to, or at least that. A value is
 * `key=result`.
 */
import assert from 'node:assert/strict';
import type { Order, Scenario } from './scenario.testing.ts';

/** Nothing is missing, nothing is there twice, and of each key results are in their order where there is one. */
export function verifyExactlyOnce(expected: readonly string[], output: readonly string[], order: Order): void {
  const left = [...expected];
  const tooMany: string[] = [];
  for (const value of output) {
    const at = left.indexOf(value);
    if (at < 0) tooMany.push(value);
    else left.splice(at, 1);
  }
  assert.ok(left.length === 0, `lost: ${left.join(', ')}; too many: ${tooMany.join(', ')}`);
  assert.ok(tooMany.length === 0, `too many: ${tooMany.join(', ')}`);
  if (order === 'none') return;
  const was = byKey(output);
  for (const [key, values] of byKey(expected)) assert.deepEqual(was.get(key), values, `reordered: of ${key}`);
}

/** Of each key the last result is there, and of those before it nothing that there should not be; in their order, once. */
export function verifyLatest(expected: readonly string[], output: readonly string[]): void {
  const was = byKey(output);
  const wanted = byKey(expected);
  const late = [...wanted].filter(([key, values]) => was.get(key)?.at(-1) !== values.at(-1));
  assert.ok(late.length === 0, `lost: ${late.map(([key, values]) => `${key}=${values.at(-1)}`).join(', ')}`);
  for (const [key, values] of was) {
    let at = -1;
    for (const value of values) {
      at = wanted.get(key)?.indexOf(value, at + 1) ?? -1;
      assert.ok(at >= 0, `too many: ${key}=${value} of ${values.join()}`);
    }
  }
}

/** Nothing is missing; what was processed twice may be there twice, and count twice. */
export function verifyAtLeastOnce(
  expected: readonly string[],
  output: readonly string[],
  promised: Scenario['atLeastOnce'],
): void {
  const lost = promised === 'all' ? missing(expected, output) : behind(expected, output);
  assert.ok(lost.length === 0, `lost: ${lost.join(', ')}`);
}

function missing(expected: readonly string[], output: readonly string[]): string[] {
  const seen = new Set(output);
  return expected.filter((value) => !seen.has(value));
}

/** Keys whose last number is lower than it should be. */
function behind(expected: readonly string[], output: readonly string[]): string[] {
  const was = byKey(output);
  return [...byKey(expected)]
    .filter(([key, values]) => Number(was.get(key)?.at(-1) ?? 0) < Number(values.at(-1)))
    .map(([key, values]) => `${key}=${values.at(-1)}`);
}

/** Of each key its results, in their order. */
function byKey(values: readonly string[]): Map<string, string[]> {
  const results = new Map<string, string[]>();
  for (const value of values) {
    const at = value.indexOf('=');
    const key = value.slice(0, at);
    results.set(key, [...(results.get(key) ?? []), value.slice(at + 1)]);
  }
  return results;
}
