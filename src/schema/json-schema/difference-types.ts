/**
 * The ways in which a reader's JSON Schema can differ from the writer's, under the names that Confluent's registry gives
 * them, and which of them leave the writer's data valid. LENIENT also takes those that only concern properties that a
 * schema does not name.
 *
 * `PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL`, which registries before 8 answered, is told apart here as theirs do since: by
 * whether the property is required, and has a default.
 */
type Upper = 'MAX_LENGTH' | 'MAXIMUM' | 'EXCLUSIVE_MAXIMUM' | 'MAX_PROPERTIES' | 'MAX_ITEMS' | 'MAX_CONTAINS';
type Lower = 'MIN_LENGTH' | 'MINIMUM' | 'EXCLUSIVE_MINIMUM' | 'MIN_PROPERTIES' | 'MIN_ITEMS' | 'MIN_CONTAINS';
type Rest = 'ADDITIONAL_PROPERTIES' | 'UNEVALUATED_PROPERTIES' | 'ADDITIONAL_ITEMS' | 'UNEVALUATED_ITEMS';
type Coverage = `${'PROPERTY' | 'ITEM'}_${'ADDED' | 'REMOVED'}_${'IS' | 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`;

export type BoundKind = Upper | Lower;
export type RestKind = Rest;

export type JsonDifferenceType =
  | `${BoundKind}_${'ADDED' | 'REMOVED' | 'INCREASED' | 'DECREASED'}`
  | `${Rest}_${'ADDED' | 'REMOVED' | 'EXTENDED' | 'NARROWED'}`
  | Coverage
  | `${'ID' | 'DESCRIPTION' | 'TITLE' | 'DEFAULT'}_CHANGED`
  | `SCHEMA_${'ADDED' | 'REMOVED'}`
  | `TYPE_${'CHANGED' | 'EXTENDED' | 'NARROWED'}`
  | `PATTERN_${'ADDED' | 'REMOVED' | 'CHANGED'}`
  | `MULTIPLE_OF_${'ADDED' | 'REMOVED' | 'EXPANDED' | 'REDUCED' | 'CHANGED'}`
  | `REQUIRED_ATTRIBUTE_${'ADDED' | 'WITH_DEFAULT_ADDED' | 'REMOVED'}`
  | `DEPENDENCY_ARRAY_${'ADDED' | 'REMOVED' | 'EXTENDED' | 'NARROWED' | 'CHANGED'}`
  | `DEPENDENCY_SCHEMA_${'ADDED' | 'REMOVED'}`
  | `REQUIRED_PROPERTY_${'' | 'WITH_DEFAULT_'}ADDED_TO_${'OPEN' | 'UNOPEN'}_CONTENT_MODEL`
  | `OPTIONAL_PROPERTY_ADDED_TO_${'OPEN' | 'UNOPEN'}_CONTENT_MODEL`
  | `${'PROPERTY' | 'ITEM'}_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL`
  | `${'PROPERTY' | 'ITEM'}_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL`
  | `${'PROPERTY' | 'ITEM'}_REMOVED_FROM_${'OPEN' | 'CLOSED'}_CONTENT_MODEL`
  | `ITEM_ADDED_TO_${'OPEN' | 'CLOSED'}_CONTENT_MODEL`
  | 'RESERVED_PROPERTY_REMOVED'
  | 'RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY'
  | `UNIQUE_ITEMS_${'ADDED' | 'REMOVED'}`
  | `ENUM_ARRAY_${'EXTENDED' | 'NARROWED' | 'CHANGED'}`
  | `COMBINED_TYPE_${'EXTENDED' | 'CHANGED' | 'SUBSCHEMAS_CHANGED'}`
  | `${'PRODUCT' | 'SUM' | 'NOT'}_TYPE_${'EXTENDED' | 'NARROWED'}`;

/** Under which policies a difference is compatible. */
type Verdict = 'both' | 'lenient' | 'none';

interface DifferenceKind {
  readonly verdict: Verdict;
  /** What is said of the reader's schema, against the writer's. */
  readonly text: string;
}

type Row = readonly [JsonDifferenceType, Verdict, string];

const UPPER: readonly (readonly [Upper, string])[] = [
  ['MAX_LENGTH', 'maxLength'],
  ['MAXIMUM', 'maximum'],
  ['EXCLUSIVE_MAXIMUM', 'exclusiveMaximum'],
  ['MAX_PROPERTIES', 'maxProperties'],
  ['MAX_ITEMS', 'maxItems'],
  ['MAX_CONTAINS', 'maxContains'],
];

const LOWER: readonly (readonly [Lower, string])[] = [
  ['MIN_LENGTH', 'minLength'],
  ['MINIMUM', 'minimum'],
  ['EXCLUSIVE_MINIMUM', 'exclusiveMinimum'],
  ['MIN_PROPERTIES', 'minProperties'],
  ['MIN_ITEMS', 'minItems'],
  ['MIN_CONTAINS', 'minContains'],
];

const RESTS: readonly (readonly [Rest, string, Verdict])[] = [
  ['ADDITIONAL_PROPERTIES', 'additionalProperties', 'lenient'],
  ['UNEVALUATED_PROPERTIES', 'unevaluatedProperties', 'lenient'],
  ['ADDITIONAL_ITEMS', 'additionalItems', 'none'],
  ['UNEVALUATED_ITEMS', 'unevaluatedItems', 'none'],
];

const FAMILIES: readonly Row[] = [
  ...UPPER.flatMap(([type, keyword]): Row[] => [
    [`${type}_ADDED`, 'none', `sets a ${keyword} where there was none`],
    [`${type}_REMOVED`, 'both', `no longer sets a ${keyword}`],
    [`${type}_INCREASED`, 'both', `raises ${keyword}`],
    [`${type}_DECREASED`, 'none', `lowers ${keyword}`],
  ]),
  ...LOWER.flatMap(([type, keyword]): Row[] => [
    [`${type}_ADDED`, 'none', `sets a ${keyword} where there was none`],
    [`${type}_REMOVED`, 'both', `no longer sets a ${keyword}`],
    [`${type}_INCREASED`, 'none', `raises ${keyword}`],
    [`${type}_DECREASED`, 'both', `lowers ${keyword}`],
  ]),
  ...RESTS.flatMap(([type, keyword, narrowing]): Row[] => [
    [`${type}_ADDED`, 'both', `takes ${keyword} that were refused`],
    [`${type}_REMOVED`, narrowing, `refuses ${keyword} that were taken`],
    [`${type}_EXTENDED`, 'both', `asks less of ${keyword}`],
    [`${type}_NARROWED`, narrowing, `asks more of ${keyword}`],
  ]),
];

const SINGLE: readonly Row[] = [
  ['ID_CHANGED', 'both', 'has another id'],
  ['TITLE_CHANGED', 'both', 'has another title'],
  ['DESCRIPTION_CHANGED', 'both', 'has another description'],
  ['DEFAULT_CHANGED', 'both', 'has another default'],
  ['SCHEMA_ADDED', 'none', 'asks something of what was free'],
  ['SCHEMA_REMOVED', 'both', 'asks nothing any more'],
  ['TYPE_CHANGED', 'none', 'has another type'],
  ['TYPE_EXTENDED', 'both', 'takes every number instead of integers alone'],
  ['TYPE_NARROWED', 'none', 'takes integers alone instead of every number'],
  ['PATTERN_ADDED', 'none', 'sets a pattern where there was none'],
  ['PATTERN_REMOVED', 'both', 'no longer sets a pattern'],
  ['PATTERN_CHANGED', 'none', 'sets another pattern'],
  ['MULTIPLE_OF_ADDED', 'none', 'sets a multipleOf where there was none'],
  ['MULTIPLE_OF_REMOVED', 'both', 'no longer sets a multipleOf'],
  ['MULTIPLE_OF_EXPANDED', 'none', 'asks for multiples of a multiple'],
  ['MULTIPLE_OF_REDUCED', 'both', 'asks for multiples of a divisor'],
  ['MULTIPLE_OF_CHANGED', 'none', 'asks for multiples of a number that does not divide the former one'],
  ['REQUIRED_ATTRIBUTE_ADDED', 'none', 'requires a property that was optional'],
  ['REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED', 'both', 'requires a property that was optional and now has a default'],
  ['REQUIRED_ATTRIBUTE_REMOVED', 'both', 'no longer requires a property'],
  ['DEPENDENCY_ARRAY_ADDED', 'none', 'lets one property require others'],
  ['DEPENDENCY_ARRAY_REMOVED', 'both', 'no longer lets one property require others'],
  ['DEPENDENCY_ARRAY_EXTENDED', 'none', 'lets one property require more others'],
  ['DEPENDENCY_ARRAY_NARROWED', 'both', 'lets one property require fewer others'],
  ['DEPENDENCY_ARRAY_CHANGED', 'none', 'lets one property require different others'],
  ['DEPENDENCY_SCHEMA_ADDED', 'none', 'asks something of objects that have a property'],
  ['DEPENDENCY_SCHEMA_REMOVED', 'both', 'no longer asks something of objects that have a property'],
  [
    'REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    'none',
    'requires a property that the writer may leave out or fill with anything',
  ],
  [
    'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL',
    'lenient',
    'names a property, with a default, that the writer may fill with anything',
  ],
  [
    'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    'lenient',
    'names a property that the writer may fill with anything',
  ],
  ['PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', 'both', 'names a property and takes anything for it'],
  ['REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL', 'none', 'requires a property that the writer does not have'],
  [
    'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'both',
    'requires a property that the writer does not have, and gives it a default',
  ],
  ['OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL', 'both', 'has an optional property that the writer does not have'],
  ['PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', 'both', 'no longer names a property and takes anything for it'],
  ['PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL', 'lenient', 'refuses a property that the writer may send'],
  [
    'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    'both',
    'no longer names a property that could never be sent',
  ],
  [
    'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'both',
    'names a property and takes what the writer may fill it with',
  ],
  [
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'lenient',
    'names a property and does not take all that the writer may fill it with',
  ],
  [
    'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'both',
    'no longer names a property and still takes its values',
  ],
  [
    'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'lenient',
    'no longer names a property and does not take all its values',
  ],
  ['RESERVED_PROPERTY_REMOVED', 'none', 'no longer reserves a name'],
  ['RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY', 'none', 'has a property under a reserved name'],
  ['UNIQUE_ITEMS_ADDED', 'none', 'asks for unique items'],
  ['UNIQUE_ITEMS_REMOVED', 'both', 'no longer asks for unique items'],
  ['ITEM_ADDED_TO_OPEN_CONTENT_MODEL', 'none', 'asks something of an item that the writer may fill with anything'],
  ['ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', 'both', 'names an item and takes anything for it'],
  ['ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', 'both', 'has an item that the writer does not have'],
  ['ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', 'both', 'asks nothing of an item any more'],
  ['ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL', 'none', 'refuses an item that the writer may send'],
  ['ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL', 'both', 'no longer names an item that could never be sent'],
  [
    'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'both',
    'names an item and takes what the writer may fill it with',
  ],
  [
    'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'none',
    'names an item and does not take all that the writer may fill it with',
  ],
  [
    'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'both',
    'no longer names an item and still takes its values',
  ],
  [
    'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'none',
    'no longer names an item and does not take all its values',
  ],
  ['ENUM_ARRAY_EXTENDED', 'both', 'takes more values'],
  ['ENUM_ARRAY_NARROWED', 'none', 'takes fewer values'],
  ['ENUM_ARRAY_CHANGED', 'none', 'takes other values'],
  ['COMBINED_TYPE_EXTENDED', 'both', 'asks for any instead of for all or for one of several schemas'],
  ['COMBINED_TYPE_CHANGED', 'none', 'combines its schemas in another way'],
  [
    'COMBINED_TYPE_SUBSCHEMAS_CHANGED',
    'none',
    "combines schemas of which not each takes what one of the writer's takes",
  ],
  ['PRODUCT_TYPE_EXTENDED', 'none', 'asks for more schemas in allOf'],
  ['PRODUCT_TYPE_NARROWED', 'both', 'asks for fewer schemas in allOf'],
  ['SUM_TYPE_EXTENDED', 'both', 'offers more schemas in anyOf or oneOf'],
  ['SUM_TYPE_NARROWED', 'none', 'offers fewer schemas in anyOf or oneOf'],
  ['NOT_TYPE_EXTENDED', 'none', 'refuses more under not'],
  ['NOT_TYPE_NARROWED', 'both', 'refuses less under not'],
];

const KINDS: ReadonlyMap<JsonDifferenceType, DifferenceKind> = new Map(
  [...FAMILIES, ...SINGLE].map(([type, verdict, text]) => [type, { verdict, text }]),
);

/** All names of differences. */
export function jsonDifferenceTypes(): readonly JsonDifferenceType[] {
  return [...KINDS.keys()];
}

export function isCompatibleDifference(type: JsonDifferenceType, policy: 'STRICT' | 'LENIENT'): boolean {
  const verdict = KINDS.get(type)?.verdict;
  return verdict === 'both' || (verdict === 'lenient' && policy === 'LENIENT');
}

/** One sentence about the reader's schema. */
export function differenceMessage(type: JsonDifferenceType, path: string): string {
  return `At ${path} the reader's schema ${KINDS.get(type)?.text ?? 'differs'}.`;
}
