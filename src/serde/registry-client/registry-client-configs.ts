/** The configs of a registry's client, with Confluent's names and, where nothing else is said, its defaults. */
import { camelCase, defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';

const definitions = {
  'schema.registry.url': {
    type: 'list',
    default: [],
    importance: 'high',
    doc: 'Where the registry answers, as `http://localhost:8081`. Of several, the next is asked where one does not answer.',
  },
  'basic.auth.user.info': {
    type: 'password',
    default: null,
    doc: 'Name and password for HTTP Basic authentication, with a colon between. A URL may hold them too.',
  },
  'request.timeout.ms': {
    type: 'int',
    default: 30_000,
    min: 1,
    doc: 'How long one request to one URL may take.',
  },
  'max.retries': {
    type: 'int',
    default: 3,
    min: 0,
    doc: 'How often all URLs are asked again where none gave an answer that counts.',
  },
  'retries.wait.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    doc: 'The wait before the first time that all URLs are asked again; it doubles each time.',
  },
  'retries.max.wait.ms': {
    type: 'int',
    default: 20_000,
    min: 0,
    doc: 'The longest such wait.',
  },
  'max.schemas.per.subject': {
    type: 'int',
    default: 1000,
    min: 1,
    doc: `How many schemas are kept by their id, by their GUID, and by subject and version; the least recently used is
      forgotten first. What an id stands for never changes, so that these never expire.`,
  },
  'latest.cache.size': {
    type: 'int',
    default: 1000,
    min: 0,
    doc: 'For how many subjects the latest version is kept, by itself and by metadata.',
  },
  'latest.cache.ttl.sec': {
    type: 'int',
    default: -1,
    min: -1,
    doc: 'How long a latest version is taken for the latest; -1 for ever.',
  },
  'missing.cache.size': {
    type: 'int',
    default: 10_000,
    min: 0,
    doc: 'How many ids, subjects and versions that the registry does not have are kept.',
  },
  'missing.cache.ttl.sec': {
    type: 'int',
    default: 1,
    min: 0,
    doc: `How long something that the registry does not have is taken for missing without asking again; 0 asks each time.
      It keeps a topic with a foreign id in it from asking for each record.`,
  },
} as const;

export type RegistryClientDefinitions = typeof definitions;
export const registryClientDefinitions: RegistryClientDefinitions = definitions;
export const registryClientConfigs: ConfigTable<RegistryClientDefinitions> = defineConfigs(definitions);
/** The parsed values. */
export type RegistryClientConfig = ConfigValues<RegistryClientDefinitions>;

/** Of all options of a registry client. */
export const registryClientOptionNames: readonly string[] = [
  ...Object.keys(definitions).map(camelCase),
  'bearerAuthToken',
  'tls',
  'headers',
  'fetch',
  'env',
];
