/**
 * What each kind of difference means and what would make it pass, by who reads: the schema that is to be registered, data
 * of an earlier version; or an earlier version, data of the new one. Kinds are named as Confluent's registry names them.
 *
 * Invariant: each kind that is incompatible under some policy has an advice of its own, or of its family.
 */
import type { Reader, SchemaDifference, SchemaType } from '#schema';

interface Advice {
  /** What is wrong, where the format's own message is a mere name; `$` stands for it. */
  readonly says?: string;
  /** Where the new schema reads data of an earlier version. */
  readonly new: string;
  /** Where an earlier version reads data of the new schema. */
  readonly old: string;
}

type Row = readonly [RegExp, Advice];

const AVRO: readonly Row[] = [
  [
    /^READER_FIELD_MISSING_DEFAULT_VALUE$/,
    {
      says: 'the reader has the field $ without a default, and the writer does not have it',
      new: 'give the field $ a default',
      old: 'keep the field $: earlier readers need it, as they have no default for it',
    },
  ],
  [
    /^MISSING_ENUM_SYMBOLS$/,
    {
      says: 'the reader does not know the symbols $',
      new: 'keep the symbols $, or give the enum a default, which stands for symbols that it does not know',
      old: 'add symbols only after all readers have them: earlier readers do not know $ (an enum with a default can grow)',
    },
  ],
  [
    /^MISSING_UNION_BRANCH$/,
    {
      says: 'the union of the reader has no branch for $',
      new: 'keep the branch in the union: data with it exists',
      old: 'add the branch to the union only after all readers know it',
    },
  ],
  [
    /^TYPE_MISMATCH$/,
    {
      says: '$',
      new: 'keep the type, or take one that reads it (int as long, float or double; string as bytes and back), or a union of both',
      old: 'keep the type, or take one that earlier readers read (long for int is none), or add a field with the new type beside it',
    },
  ],
  [
    /^NAME_MISMATCH$/,
    {
      says: 'the names of the types differ: $',
      new: 'keep the name, or give the new type the old full name as an alias',
      old: 'keep the name: earlier readers know no other',
    },
  ],
  [
    /^FIXED_SIZE_MISMATCH$/,
    {
      says: 'the sizes differ: $',
      new: 'keep the size, or add a field with the new size beside it',
      old: 'keep the size, or add a field with the new size beside it',
    },
  ],
  [
    /^AMBIGUOUS_READER_FIELD$/,
    {
      says: '$',
      new: "take one of the aliases away, so that each field means one of the writer's",
      old: "rename the new field: an earlier reader's alias already means it",
    },
  ],
];

const SAME_BOUND: Advice = {
  new: 'leave the bound as it was, or loosen it: data beyond the new one exists',
  old: 'leave the bound as it was, or tighten it: earlier readers refuse what lies beyond theirs',
};
const OPEN: Advice = {
  new: 'close the earlier schema first (additionalProperties: false), take any value for the property (true), or set the policy to lenient',
  old: 'keep the property: without it anything may stand there, and earlier readers ask for something',
};
const CLOSED: Advice = {
  new: 'keep the property, open the schema (additionalProperties: true), or set the policy to lenient',
  old: 'add the property only after all readers take it, as earlier ones take no others, or set the policy to lenient',
};
const REQUIRED: Advice = {
  new: 'leave the property optional, or give it a default',
  old: 'go on requiring the property: earlier readers do',
};
const KEEP: Advice = {
  new: 'take all that the earlier version took',
  old: 'take no more than the earlier version takes',
};

const JSON_SCHEMA: readonly Row[] = [
  [/^(?:MAX|MIN|MAXIMUM|MINIMUM|EXCLUSIVE)/, SAME_BOUND],
  [/^REQUIRED_/, REQUIRED],
  [/^OPTIONAL_PROPERTY_ADDED_TO_OPEN|^PROPERTY_ADDED/, OPEN],
  [/^PROPERTY_REMOVED/, CLOSED],
  [
    /^(?:ADDITIONAL|UNEVALUATED)_PROPERTIES_/,
    {
      new: 'go on taking the properties that the schema does not name, or set the policy to lenient',
      old: 'take no properties that earlier readers refuse, or set the policy to lenient',
    },
  ],
  [
    /^(?:ADDITIONAL|UNEVALUATED)_ITEMS_|^ITEM_/,
    {
      new: 'take at each place of the array what the earlier version took there',
      old: 'send at each place of the array only what earlier readers take there',
    },
  ],
  [
    /^RESERVED_PROPERTY_REMOVED/,
    { new: 'go on reserving the name', old: 'reserve the name as the earlier version does' },
  ],
  [
    /^RESERVED_PROPERTY_CONFLICTS/,
    {
      new: 'give the property another name: this one is reserved',
      old: 'do not reserve the name of a property that the earlier version has',
    },
  ],
  [
    /^TYPE_/,
    {
      new: 'keep the type, widen it (integer to number), or list both types',
      old: 'keep the type, or narrow it (number to integer)',
    },
  ],
  [
    /^PATTERN_/,
    { new: 'leave the pattern as it was, or take it away', old: 'keep the pattern that earlier readers ask for' },
  ],
  [
    /^MULTIPLE_OF_/,
    { new: 'leave multipleOf as it was, or take a divisor of it', old: 'keep multipleOf, or take a multiple of it' },
  ],
  [
    /^DEPENDENCY_/,
    {
      new: 'ask no more of objects that have the property than before',
      old: 'ask at least as much of objects that have the property as before',
    },
  ],
  [/^UNIQUE_ITEMS_/, { new: 'take arrays with equal items as before', old: 'go on asking for unique items' }],
  [
    /^ENUM_/,
    {
      new: 'keep the values that were allowed: data with them exists',
      old: 'add values only after all readers take them',
    },
  ],
  [
    /^(?:COMBINED|PRODUCT|SUM|NOT)_/,
    {
      new: 'keep each alternative that was taken (oneOf, anyOf), and add no condition (allOf)',
      old: 'add no alternative that earlier readers refuse (oneOf, anyOf), and keep each condition (allOf)',
    },
  ],
  [/^SCHEMA_/, { new: 'go on taking anything there', old: 'go on asking there what the earlier version asks' }],
  [/^/, KEEP],
];

const OWN_NUMBER = 'give the new field a number of its own, and reserve the old one';
const PROTOBUF: readonly Row[] = [
  [/^PACKAGE_CHANGED$/, both('keep the package: the full names of all messages hang on it')],
  [/^MESSAGE_REMOVED$/, both('keep the message, even if nothing uses it any more')],
  [/^FIELD_(?:KIND|NAMED_TYPE)_CHANGED$/, both(OWN_NUMBER)],
  [
    /^FIELD_SCALAR_KIND_CHANGED$/,
    both(
      `take a type with the same encoding (int32, int64, uint32, uint64, bool and enums share one), or ${OWN_NUMBER}`,
    ),
  ],
  [/^FIELD_NUMERIC_LABEL_CHANGED$/, both(`leave the label of a numeric field as it was, or ${OWN_NUMBER}`)],
  [/^REQUIRED_FIELD_ADDED$/, both('make the field optional')],
  [/^REQUIRED_FIELD_REMOVED$/, both('keep the field: whoever requires it cannot read a message without')],
  [/^ONEOF_FIELD_REMOVED$/, both('keep all fields of the oneof, or take the oneof away with all of them')],
  [
    /^MULTIPLE_FIELDS_MOVED_TO_ONEOF$/,
    both('leave the fields outside: both could be set before, and only one can be in a oneof'),
  ],
  [
    /^FIELD_MOVED_TO_EXISTING_ONEOF$/,
    both('leave the field outside: it could be set beside those of the oneof before'),
  ],
  [/^/, both('leave it as it was')],
];

function both(text: string): Advice {
  return { new: text, old: text };
}

const TABLES: Readonly<Record<SchemaType, readonly Row[]>> = { AVRO, JSON: JSON_SCHEMA, PROTOBUF };

/** What is wrong, and what would make it pass. */
export function adviceOn(
  schemaType: SchemaType,
  { type, message }: Pick<SchemaDifference, 'type' | 'message'>,
  reader: Reader,
): { readonly problem: string; readonly remedy: string } {
  const found = TABLES[schemaType].find(([pattern]) => pattern.test(type))?.[1] ?? KEEP;
  const shown = inWords(message);
  const filled = (text: string): string => text.replaceAll('$', () => shown);
  return { problem: filled(found.says ?? '$'), remedy: filled(found[reader]) };
}

/** What the formats say in the words of Java, in words. */
function inWords(message: string): string {
  return message
    .replace(/^reader type: (\w+) not compatible with writer type: (\w+)$/, (_, reader: string, writer: string) => {
      return `the reader has ${reader.toLowerCase()} where the writer has ${writer.toLowerCase()}`;
    })
    .replace(/^reader union lacking writer type: (\w+)$/, (_, writer: string) => `the writer's ${writer.toLowerCase()}`)
    .replace(/^expected: (.+), found: (.+)$/, "the writer's is $1 and the reader's $2")
    .replace(/^expected: (.+)$/, "the writer's is $1")
    .replace(/^\[(.+)\]$/, '$1');
}
