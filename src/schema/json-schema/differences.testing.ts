/** What tests of differences share: schemas as plain objects, differences as lines. */
import assert from 'node:assert/strict';

import type { ParsedSchema } from '../schema-format.ts';
import { jsonSchemaFormat } from './json-schema-format.ts';

type Policy = 'STRICT' | 'LENIENT';

export function parse(schema: unknown, resolved: Readonly<Record<string, unknown>> = {}): ParsedSchema {
  const texts = Object.entries(resolved).map(([name, text]): [string, string] => [name, JSON.stringify(text)]);
  const references = texts.map(([name]) => ({ name, subject: name, version: 1 }));
  return jsonSchemaFormat.parse(
    { text: JSON.stringify(schema), references, resolved: new Map(texts) },
    { isNew: true },
  );
}

/** `TYPE path`, with a `!` before what is incompatible. */
export function differences(writer: unknown, reader: unknown, policy: Policy = 'STRICT'): string[] {
  return jsonSchemaFormat
    .differences(parse(reader), parse(writer), { policy })
    .map(({ type, path, isCompatible }) => `${isCompatible ? '' : '!'}${type} ${path.slice(1)}`);
}

export const STRING = { type: 'string' };
export const NUMBER = { type: 'number' };
export const INTEGER = { type: 'integer' };
export const CLOSED = { additionalProperties: false };

/** Writer, reader, and what differs. */
export type Case = readonly [writer: unknown, reader: unknown, expected: readonly string[]];

export function check(cases: readonly Case[], policy: Policy = 'STRICT'): void {
  for (const [writer, reader, expected] of cases) {
    assert.deepEqual(
      differences(writer, reader, policy),
      expected,
      `${JSON.stringify(writer)} → ${JSON.stringify(reader)}`,
    );
  }
}
