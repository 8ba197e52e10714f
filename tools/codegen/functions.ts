/**
 * The functions of a generated file. A function is named after the first version for which its text was needed;
 * versions whose text is the same share it, and so, from the innermost struct outwards, the whole message does.
 */
import type { Field } from './definition.ts';
import { includes } from './definition.ts';

export type Shape = 'single' | 'orNull' | 'taggedOrNull' | 'array' | 'arrayOrNull';

export const SHAPE_SUFFIX: Record<Shape, string> = {
  single: '',
  orNull: 'OrNull',
  taggedOrNull: 'TaggedOrNull',
  array: 'Array',
  arrayOrNull: 'ArrayOrNull',
};

/** How a field holds its struct in `version`. A struct that may be null has one mark before it, or another in a tag. */
export function shapeOf(field: Field, version: number): Shape {
  const nullable = includes(field.nullable, version);
  if (field.isArray) return nullable ? 'arrayOrNull' : 'array';
  if (!nullable) return 'single';
  return field.tag === null ? 'orNull' : 'taggedOrNull';
}

export class FunctionTable {
  readonly #nameByText = new Map<string, string>();
  readonly #texts: string[] = [];

  /** The name of a function with this signature and body, which is added unless it is there. */
  add(base: string, version: number, signature: string, body: string[]): string {
    const lines = body.join('\n');
    const used = signature.replace(/\b([rwm]): /g, (all, name: string) => {
      return new RegExp(`\\b${name}\\b`).test(lines) ? all : `_${all}`;
    });
    const text = `${used} {\n${body.map((line) => `  ${line}\n`).join('')}}\n`;
    const key = `${base} ${text}`;
    const known = this.#nameByText.get(key);
    if (known !== undefined) return known;
    const name = `${base}${version}`;
    this.#nameByText.set(key, name);
    this.#texts.push(`function ${name}${text}`);
    return name;
  }

  get text(): string {
    return this.#texts.join('\n');
  }
}
