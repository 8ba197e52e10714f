/**
 * What differs between two schemas in JSON, by structure and not by lines: members by their names, fields of Avro by
 * theirs, lists of words (symbols, branches, required properties) as sets. Order is told only where it is all that differs.
 *
 * Invariant: no change is listed where the two texts mean the same tree.
 */
import { equalJson, isJsonArray, JsonNumber, JsonObject, printJson, type JsonArray, type JsonNode } from '#schema';

export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** By names with points between; empty for the whole. */
  readonly place: string;
  /** Compact JSON; null where it was added. */
  readonly before: string | null;
  /** Null where it was removed. */
  readonly after: string | null;
}

export function structureDiff(before: JsonNode, after: JsonNode): readonly Change[] {
  const changes: Change[] = [];
  compare({ before, after, steps: [] }, changes);
  return changes;
}

interface Pair {
  readonly before: JsonNode;
  readonly after: JsonNode;
  readonly steps: readonly string[];
}

function compare({ before, after, steps }: Pair, changes: Change[]): void {
  if (equalJson(before, after)) return;
  if (before instanceof JsonObject && after instanceof JsonObject) {
    return compareMembers(entriesOf(before), entriesOf(after), { steps, changes });
  }
  if (isJsonArray(before) && isJsonArray(after)) return compareLists({ before, after, steps }, changes);
  changes.push(change('changed', steps, [before, after]));
}

type Members = ReadonlyMap<string, JsonNode>;
type Place = { readonly steps: readonly string[]; readonly changes: Change[] };

function entriesOf(node: JsonObject): Members {
  return new Map(node.entries);
}

function compareMembers(before: Members, after: Members, { steps, changes }: Place): void {
  for (const [name, value] of before) {
    const now = after.get(name);
    if (now === undefined) changes.push(change('removed', [...steps, name], [value, null]));
    else compare({ before: value, after: now, steps: [...steps, name] }, changes);
  }
  for (const [name, value] of after) {
    if (!before.has(name)) changes.push(change('added', [...steps, name], [null, value]));
  }
}

function compareLists(
  { before, after, steps }: { before: JsonArray; after: JsonArray; steps: readonly string[] },
  changes: Change[],
): void {
  const [namedBefore, namedAfter] = [byName(before), byName(after)];
  const place = { steps: steps.at(-1) === 'fields' ? steps.slice(0, -1) : steps, changes };
  const count = changes.length;
  if (namedBefore !== null && namedAfter !== null) compareMembers(namedBefore, namedAfter, place);
  else if (isSet(before) && isSet(after)) compareSets({ before, after, steps }, changes);
  else compareByPlace({ before, after, steps }, changes);
  // All are there as they were, but in another order.
  if (changes.length === count) {
    const [first, second] = [before, after].map((list) => list.map(label));
    changes.push({
      kind: 'changed',
      place: `${placeText(steps)} (order)`,
      before: first?.join(', ') ?? '',
      after: second?.join(', ') ?? '',
    });
  }
}

/** Objects with a `name`, none twice. */
function byName(list: JsonArray): Members | null {
  const members = new Map<string, JsonNode>();
  for (const item of list) {
    const name = item instanceof JsonObject ? item.get('name') : undefined;
    if (typeof name !== 'string' || members.has(name)) return null;
    members.set(name, item);
  }
  return members.size === 0 ? null : members;
}

/** Words, and types that stand side by side. */
function isSet(list: JsonArray): boolean {
  const hasWord = list.some((item) => typeof item === 'string');
  return hasWord && new Set(list.map((item) => printJson(item))).size === list.length;
}

function compareSets(
  { before, after, steps }: { before: JsonArray; after: JsonArray; steps: readonly string[] },
  changes: Change[],
): void {
  const keep = (list: JsonArray, others: JsonArray): JsonArray =>
    list.filter((item) => !others.some((other) => equalJson(item, other)));
  const gone = keep(before, after);
  const came = keep(after, before);
  // One record, array or map in a union that is another now: what differs lies within.
  const [first] = gone;
  const [second] = came;
  if (gone.length === 1 && came.length === 1 && first instanceof JsonObject && second instanceof JsonObject) {
    return compare({ before: first, after: second, steps }, changes);
  }
  for (const item of gone) changes.push(change('removed', steps, [item, null]));
  for (const item of came) changes.push(change('added', steps, [null, item]));
}

function compareByPlace(
  { before, after, steps }: { before: JsonArray; after: JsonArray; steps: readonly string[] },
  changes: Change[],
): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [old, now] = [before[index], after[index]];
    const here = [...steps, String(index)];
    if (old === undefined && now !== undefined) changes.push(change('added', here, [null, now]));
    else if (old !== undefined && now === undefined) changes.push(change('removed', here, [old, null]));
    else if (old !== undefined && now !== undefined) compare({ before: old, after: now, steps: here }, changes);
  }
}

function change(
  kind: Change['kind'],
  steps: readonly string[],
  [before, after]: readonly [JsonNode, JsonNode],
): Change {
  return {
    kind,
    place: placeText(steps),
    before: kind === 'added' ? null : printJson(before),
    after: kind === 'removed' ? null : printJson(after),
  };
}

function placeText(steps: readonly string[]): string {
  return steps.map((step) => (/^[\w$@-]+$/.test(step) ? step : JSON.stringify(step))).join('.');
}

function label(item: JsonNode): string {
  if (typeof item === 'string') return item;
  if (item instanceof JsonNumber) return item.text;
  const name = item instanceof JsonObject ? item.get('name') : undefined;
  return typeof name === 'string' ? name : printJson(item);
}
