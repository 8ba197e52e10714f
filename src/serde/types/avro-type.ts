/**
 * The TypeScript type of the values that an Avro schema literal describes: `AvroType<typeof schema>`. It says what the codec
 * makes of a value and takes for one: records are objects, enums their symbols, a union is the bare value where JavaScript
 * can tell its branches apart and else an object with the branch's name, logical types are as docs/serde.md lists them.
 *
 * A type that is named is looked for in the whole literal. What is no literal, or is named nowhere, is `unknown`.
 */

/** A schema literal: a name, a list of branches, or an object with a `type`. */
export type AvroSchemaLiteral =
  | string
  | readonly unknown[]
  | { readonly type: unknown; readonly [name: string]: unknown };

/** The options that decide what values look like. */
export interface AvroTypeOptions {
  readonly long?: 'number' | 'bigint' | undefined;
  readonly unions?: 'auto' | 'wrapped' | undefined;
  readonly maps?: 'object' | 'map' | undefined;
  readonly logicalTypes?: unknown;
}

/** What values of the schema are, with the codec's options. */
export type AvroType<S, O extends AvroTypeOptions = object> = Of<S, '', Context<S, O>>;

interface Context<S, O extends AvroTypeOptions> {
  root: S;
  long: O extends { readonly long: 'bigint' } ? bigint : number;
  isWrapped: O extends { readonly unions: 'wrapped' } ? true : false;
  isMap: O extends { readonly maps: 'map' } ? true : false;
  isLogical: O extends { readonly logicalTypes: false } ? false : true;
}

interface AnyContext {
  root: unknown;
  long: number | bigint;
  isWrapped: boolean;
  isMap: boolean;
  isLogical: boolean;
}

interface Primitives<C extends AnyContext> {
  null: null;
  boolean: boolean;
  int: number;
  long: C['long'];
  float: number;
  double: number;
  bytes: Buffer;
  string: string;
}

type Of<S, Ns extends string, C extends AnyContext> = IsAny<S> extends true ? unknown : OfKnown<S, Ns, C>;

type IsAny<S> = 0 extends 1 & S ? true : false;

type OfKnown<S, Ns extends string, C extends AnyContext> = S extends string
  ? S extends keyof Primitives<C>
    ? Primitives<C>[S]
    : OfNamed<Find<C['root'], '', FullName<S, Ns>>, C>
  : S extends readonly unknown[]
    ? OfUnion<S, Ns, C>
    : S extends { readonly type: infer T }
      ? OfObject<S, T, Ns, C>
      : unknown;

/** What `Find` has found: the definition, and the namespace that it stands in. */
type OfNamed<F, C extends AnyContext> = [F] extends [never]
  ? unknown
  : F extends Found<infer S, infer Ns>
    ? Of<S, Ns, C>
    : unknown;

type OfObject<S, T, Ns extends string, C extends AnyContext> = T extends 'record' | 'error'
  ? S extends { readonly fields: infer F extends readonly unknown[] }
    ? OfFields<F, InnerNamespace<S, Ns>, C>
    : unknown
  : T extends 'enum'
    ? S extends { readonly symbols: infer Y extends readonly unknown[] }
      ? Y[number]
      : unknown
    : T extends 'array'
      ? S extends { readonly items: infer I }
        ? Of<I, Ns, C>[]
        : unknown
      : T extends 'map'
        ? S extends { readonly values: infer V }
          ? OfMap<Of<V, Ns, C>, C>
          : unknown
        : C['isLogical'] extends true
          ? OfLogical<S, T, Ns, C>
          : OfPlain<T, Ns, C>;

type OfPlain<T, Ns extends string, C extends AnyContext> = T extends 'fixed' ? Buffer : Of<T, Ns, C>;

type OfMap<V, C extends AnyContext> = C['isMap'] extends true ? Map<string, V> : Record<string, V>;

/** The types below that a logical type may stand on; on others it is a mere property. */
interface LogicalBase {
  decimal: 'bytes' | 'fixed';
  'big-decimal': 'bytes';
  uuid: 'string' | 'fixed';
  date: 'int';
  duration: 'fixed';
  'timestamp-millis': 'long';
  'timestamp-nanos': 'long';
  'local-timestamp-nanos': 'long';
}

interface LogicalValue {
  decimal: string;
  'big-decimal': string;
  uuid: string;
  date: string;
  duration: { months: number; days: number; millis: number };
  'timestamp-millis': Date;
  'timestamp-nanos': bigint;
  'local-timestamp-nanos': bigint;
}

type OfLogical<S, T, Ns extends string, C extends AnyContext> = S extends {
  readonly logicalType: infer L extends keyof LogicalBase;
}
  ? T extends LogicalBase[L]
    ? LogicalValue[L]
    : OfPlain<T, Ns, C>
  : OfPlain<T, Ns, C>;

type OfFields<F extends readonly unknown[], Ns extends string, C extends AnyContext> = {
  [K in F[number] as K extends { readonly name: infer N extends string } ? N : never]: K extends {
    readonly type: infer T;
  }
    ? Of<T, Ns, C>
    : unknown;
};

// Unions.

type OfUnion<S extends readonly unknown[], Ns extends string, C extends AnyContext> = C['isWrapped'] extends true
  ? Wrapped<S, Ns, C>
  : HasTwins<JsTypes<S, Ns, C>> extends true
    ? Wrapped<S, Ns, C>
    : Bare<S, Ns, C>;

type Bare<S extends readonly unknown[], Ns extends string, C extends AnyContext> = S extends readonly [
  infer First,
  ...infer Others,
]
  ? Of<First, Ns, C> | Bare<Others, Ns, C>
  : never;

type Wrapped<S extends readonly unknown[], Ns extends string, C extends AnyContext> = S extends readonly [
  infer First,
  ...infer Others,
]
  ? (First extends 'null' ? null : { [K in BranchName<First, Ns>]: Of<First, Ns, C> }) | Wrapped<Others, Ns, C>
  : never;

type BranchName<S, Ns extends string> = S extends string
  ? S extends keyof Primitives<AnyContext>
    ? S
    : FullName<S, Ns>
  : S extends { readonly type: 'record' | 'error' | 'enum' | 'fixed'; readonly name: infer N extends string }
    ? FullName<N, OwnNamespace<S, Ns>>
    : S extends { readonly type: infer T extends string }
      ? T
      : string;

/** What the codec tells branches apart by. */
type JsTypes<S extends readonly unknown[], Ns extends string, C extends AnyContext> = S extends readonly [
  infer First,
  ...infer Others,
]
  ? [JsTypeOf<Of<First, Ns, C>>, ...JsTypes<Others, Ns, C>]
  : [];

type JsTypeOf<V> = unknown extends V
  ? 'any'
  : V extends null
    ? 'null'
    : V extends boolean
      ? 'boolean'
      : V extends number
        ? 'number'
        : V extends bigint
          ? 'bigint'
          : V extends string
            ? 'string'
            : V extends Buffer
              ? 'bytes'
              : V extends Date
                ? 'date'
                : V extends readonly unknown[]
                  ? 'array'
                  : 'object';

type HasTwins<T extends readonly unknown[]> = T extends readonly [infer First, ...infer Others]
  ? First extends Others[number]
    ? true
    : HasTwins<Others>
  : false;

// Names.

type FullName<N extends string, Ns extends string> = N extends `${string}.${string}`
  ? N
  : Ns extends ''
    ? N
    : `${Ns}.${N}`;

/** The namespace that a definition's own name is in. */
type OwnNamespace<S, Ns extends string> = S extends { readonly namespace: infer N extends string } ? N : Ns;

/** The namespace of names within a definition. */
type InnerNamespace<S, Ns extends string> = S extends { readonly name: infer N extends string }
  ? N extends `${string}.${string}`
    ? Before<N>
    : OwnNamespace<S, Ns>
  : Ns;

/** `a.b.C` without its last part. */
type Before<N extends string> = N extends `${infer A}.${infer B}`
  ? B extends `${string}.${string}`
    ? `${A}.${Before<B>}`
    : A
  : '';

interface Found<S, Ns extends string> {
  schema: S;
  namespace: Ns;
}

/** The definition of a full name, wherever it stands; `never` where it is not defined. */
type Find<S, Ns extends string, Name extends string> = S extends readonly unknown[]
  ? FindAny<S, Ns, Name>
  : S extends { readonly type: infer T }
    ? S extends { readonly name: infer N extends string }
      ? FullName<N, OwnNamespace<S, Ns>> extends Name
        ? Found<S, Ns>
        : FindInside<S, T, InnerNamespace<S, Ns>, Name>
      : FindInside<S, T, Ns, Name>
    : never;

type FindInside<S, T, Ns extends string, Name extends string> = S extends {
  readonly fields: infer F extends readonly unknown[];
}
  ? FindInFields<F, Ns, Name>
  : S extends { readonly items: infer I }
    ? Find<I, Ns, Name>
    : S extends { readonly values: infer V }
      ? Find<V, Ns, Name>
      : T extends string
        ? never
        : Find<T, Ns, Name>;

type FindAny<S extends readonly unknown[], Ns extends string, Name extends string> = S extends readonly [
  infer First,
  ...infer Others,
]
  ? [Find<First, Ns, Name>] extends [never]
    ? FindAny<Others, Ns, Name>
    : Find<First, Ns, Name>
  : never;

type FindInFields<F extends readonly unknown[], Ns extends string, Name extends string> = F extends readonly [
  { readonly type: infer T },
  ...infer Others,
]
  ? [Find<T, Ns, Name>] extends [never]
    ? FindInFields<Others, Ns, Name>
    : Find<T, Ns, Name>
  : never;
