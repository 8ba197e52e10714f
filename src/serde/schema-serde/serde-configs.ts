/** The configs of a serde with a schema, with Confluent's names and, where nothing else is said, its defaults. */
import { camelCase, defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';
import {
  registryClientOptionNames,
  type RegistryClientDefinitions,
} from '../registry-client/registry-client-configs.ts';
import type { RegistryClient, RegistryClientOptions } from '../registry-client/registry-client.ts';
import type { OptionsOf } from '../parse-options.ts';
import type { SchemaReference } from '#schema';

const definitions = {
  'auto.register.schemas': {
    type: 'boolean',
    default: true,
    importance: 'high',
    doc: 'Register the schema where the registry does not have it. Otherwise it is only looked up, and has to be there.',
  },
  'normalize.schemas': {
    type: 'boolean',
    default: false,
    doc: 'Let the registry bring schemas into their normal form before it compares them.',
  },
  'use.latest.version': {
    type: 'boolean',
    default: false,
    importance: 'high',
    doc: 'Write with the latest version of the subject instead of the schema that was given; nothing is registered.',
  },
  'latest.compatibility.strict': {
    type: 'boolean',
    default: true,
    doc: 'With use.latest.version: the latest version must be able to read what is written with the schema that was given.',
  },
  'use.schema.id': {
    type: 'int',
    default: -1,
    min: -1,
    doc: 'Write with the schema of this id; nothing is registered. -1 for none.',
  },
  'use.schema.guid': {
    type: 'string',
    default: null,
    doc: 'Write with the schema of this GUID; nothing is registered.',
  },
  'id.compatibility.strict': {
    type: 'boolean',
    default: true,
    doc: 'With use.schema.id or use.schema.guid: that schema must be able to read what is written with the one that was given.',
  },
  'value.subject.name.strategy': {
    type: 'string',
    default: 'AssociatedNameStrategy',
    validValues: ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy', 'AssociatedNameStrategy'],
    doc: `Which subject the schema of values belongs to. \`TopicNameStrategy\`: the topic with \`-key\` or \`-value\`;
      \`RecordNameStrategy\`: the full name of the record; \`TopicRecordNameStrategy\`: the topic, a dash, the full name;
      \`AssociatedNameStrategy\`: the subject that the registry has associated with the topic, and where there is none, as
      TopicNameStrategy.`,
  },
  'key.subject.name.strategy': {
    type: 'string',
    default: 'AssociatedNameStrategy',
    validValues: ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy', 'AssociatedNameStrategy'],
    doc: 'The same for keys.',
  },
  'value.schema.id.serializer': {
    type: 'string',
    default: 'prefix',
    validValues: ['prefix', 'header'],
    doc: `Where the schema of values is named: \`prefix\`, by its id before the payload, or \`header\`, by its GUID in a
      record header.`,
  },
  'key.schema.id.serializer': {
    type: 'string',
    default: 'prefix',
    validValues: ['prefix', 'header'],
    doc: 'The same for keys.',
  },
  'schema.id.deserializer': {
    type: 'string',
    default: 'dual',
    validValues: ['dual', 'prefix'],
    doc: 'Where the schema is looked for: `dual`, in the header and then before the payload, or `prefix`, only there.',
  },
} as const;

export type SerdeDefinitions = typeof definitions;
export const serdeDefinitions: SerdeDefinitions = definitions;
export const serdeConfigs: ConfigTable<SerdeDefinitions> = defineConfigs(definitions);
/** The parsed values. */
export type SerdeConfig = ConfigValues<SerdeDefinitions>;

/** Names the subject of a topic's keys or values; `recordName` is null where the schema has no name. */
export type SubjectNameStrategy = (topic: string, isKey: boolean, recordName: string | null) => string;

/** The options that serdes of all formats have. */
export interface SchemaSerdeOptions
  extends
    Omit<OptionsOf<SerdeDefinitions>, 'keySubjectNameStrategy' | 'valueSubjectNameStrategy'>,
    OptionsOf<RegistryClientDefinitions>,
    Pick<RegistryClientOptions, 'bearerAuthToken' | 'tls' | 'headers' | 'fetch' | 'env'> {
  /** The client of the registry, where several serdes share one; otherwise give `schemaRegistryUrl` and what belongs to it. */
  readonly registry?: RegistryClient | undefined;
  /** The schemas that `schema` refers to, registered already. */
  readonly references?: readonly SchemaReference[] | undefined;
  /** Write with the latest version that has these metadata properties; nothing is registered. */
  readonly useLatestWithMetadata?: Readonly<Record<string, string>> | undefined;
  /** Take schemas with data contract rules, which are not executed here, for schemas without: false where absent. */
  readonly ignoreRules?: boolean | undefined;
  /** Names the registry's context of a topic, as `.east`: its subjects and ids are apart from those of others. */
  readonly contextNameStrategy?: ((topic: string) => string) | undefined;
  readonly keySubjectNameStrategy?: OptionsOf<SerdeDefinitions>['keySubjectNameStrategy'] | SubjectNameStrategy;
  readonly valueSubjectNameStrategy?: OptionsOf<SerdeDefinitions>['valueSubjectNameStrategy'] | SubjectNameStrategy;
}

/** Their names. */
export const schemaSerdeOptionNames: readonly string[] = [
  'schema',
  'registry',
  'references',
  'useLatestWithMetadata',
  'contextNameStrategy',
  'ignoreRules',
  ...Object.keys(definitions).map(camelCase),
  ...registryClientOptionNames,
];
