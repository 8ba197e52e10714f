/**
 * The TypeScript type of the values that a JSON Schema literal describes: `JsonSchemaType<typeof schema>`. Types, properties
 * and `required`, items and tuples, `enum`, `const`, `anyOf`, `oneOf`, `allOf`, `nullable` types, and `$ref` into
 * `definitions` and `$defs`. What TypeScript cannot say (patterns, ranges, `not`, `if`) makes nothing narrower.
 */

/** A schema literal: `{ … } as const`. */
export type JsonSchemaLiteral = boolean | { readonly [keyword: string]: unknown };

/** What values of the schema are; `unknown` where it does not say. */
export type JsonSchemaType<S> = 0 extends 1 & S ? unknown : FromSchema<S, S>;

type FromSchema<S, Root> = S extends boolean
  ? S extends false
    ? never
    : unknown
  : S extends { readonly $ref: infer R }
    ? FromRef<R, Root>
    : S extends { readonly const: infer C }
      ? Plain<C>
      : S extends { readonly enum: infer E extends readonly unknown[] }
        ? Plain<E[number]>
        : FromCombined<S, Root>;

type FromCombined<S, Root> = S extends { readonly anyOf: infer A extends readonly unknown[] }
  ? And<FromTyped<S, Root>, FromSchema<A[number], Root>>
  : S extends { readonly oneOf: infer O extends readonly unknown[] }
    ? And<FromTyped<S, Root>, FromSchema<O[number], Root>>
    : S extends { readonly allOf: infer A extends readonly unknown[] }
      ? And<FromTyped<S, Root>, AllOf<A, Root>>
      : FromTyped<S, Root>;

type AllOf<A extends readonly unknown[], Root> = A extends readonly [infer First, ...infer Others]
  ? And<FromSchema<First, Root>, AllOf<Others, Root>>
  : unknown;

/** An intersection in which `unknown` leaves the other as it is. */
type And<A, B> = unknown extends A ? B : unknown extends B ? A : Shown<A & B>;

type FromTyped<S, Root> = S extends { readonly type: infer T }
  ? T extends readonly string[]
    ? OfType<T[number], S, Root>
    : OfType<T, S, Root>
  : S extends { readonly properties: unknown }
    ? FromObject<S, Root>
    : unknown;

type OfType<T, S, Root> = T extends 'string'
  ? string
  : T extends 'number' | 'integer'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'null'
        ? null
        : T extends 'array'
          ? FromArray<S, Root>
          : T extends 'object'
            ? FromObject<S, Root>
            : unknown;

type FromArray<S, Root> = S extends { readonly prefixItems: infer P extends readonly unknown[] }
  ? [...Tuple<P, Root>, ...Rest<S, Root>]
  : S extends { readonly items: infer I }
    ? I extends readonly unknown[]
      ? [...Tuple<I, Root>, ...unknown[]]
      : FromSchema<I, Root>[]
    : unknown[];

type Rest<S, Root> = S extends { readonly items: infer I } ? (I extends false ? [] : FromSchema<I, Root>[]) : unknown[];

type Tuple<P extends readonly unknown[], Root> = { -readonly [I in keyof P]: FromSchema<P[I], Root> };

type FromObject<S, Root> = S extends { readonly properties: infer P }
  ? Shown<
      { -readonly [K in keyof P as K extends Required<S> ? K : never]: FromSchema<P[K], Root> } & {
        -readonly [K in keyof P as K extends Required<S> ? never : K]?: FromSchema<P[K], Root>;
      }
    >
  : S extends { readonly additionalProperties: infer A }
    ? A extends false
      ? Record<string, never>
      : Record<string, FromSchema<A, Root>>
    : Record<string, unknown>;

type Required<S> = S extends { readonly required: infer R extends readonly string[] } ? R[number] : never;

type FromRef<R, Root> = R extends '#'
  ? FromSchema<Root, Root>
  : R extends `#/${infer Section extends 'definitions' | '$defs'}/${infer Name}`
    ? Root extends { readonly [K in Section]: infer D }
      ? Name extends keyof D
        ? FromSchema<D[Name], Root>
        : unknown
      : unknown
    : unknown;

/** One object type instead of an intersection; arrays and primitives as they are. */
type Shown<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]: T[K] } : T;

/** Without the `readonly` that `as const` brings. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;
