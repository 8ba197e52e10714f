/**
 * Which draft of JSON Schema a text is written in, by its `$schema`. What no draft answers to is read as draft 7, which
 * most schemas in registries are.
 */
import type { JsonNode } from '../json/json-node.ts';
import { JsonObject } from '../json/json-node.ts';

export type JsonSchemaDraft = '4' | '6' | '7' | '2019-09' | '2020-12';

const DEFAULT_DRAFT: JsonSchemaDraft = '7';

const DRAFTS: readonly (readonly [RegExp, JsonSchemaDraft])[] = [
  [/^https?:\/\/json-schema\.org\/draft-04\//, '4'],
  [/^https?:\/\/json-schema\.org\/draft-06\//, '6'],
  [/^https?:\/\/json-schema\.org\/draft-07\//, '7'],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\//, '2019-09'],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\//, '2020-12'],
];

export function draftOf(node: JsonNode, otherwise: JsonSchemaDraft = DEFAULT_DRAFT): JsonSchemaDraft {
  const uri = node instanceof JsonObject ? node.get('$schema') : undefined;
  return (typeof uri === 'string' ? draftByUri(uri) : null) ?? otherwise;
}

/** The draft that a URI names, or one of whose own schemas it names; null for any other. */
export function draftByUri(uri: string): JsonSchemaDraft | null {
  return DRAFTS.find(([pattern]) => pattern.test(uri))?.[1] ?? null;
}

/** Whether what stands beside a `$ref` counts; before 2019-09 it does not. */
export function refHasSiblings(draft: JsonSchemaDraft): boolean {
  return draft === '2019-09' || draft === '2020-12';
}

/** The keyword by which a schema names itself. */
export function idKeyword(draft: JsonSchemaDraft): 'id' | '$id' {
  return draft === '4' ? 'id' : '$id';
}
