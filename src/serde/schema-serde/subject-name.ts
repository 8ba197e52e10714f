/** Which subject of the registry a topic's schema belongs to. */
import type { RegistryClient } from '../registry-client/registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import type { SubjectNameStrategy } from './serde-configs.ts';

/** Answers at once where nothing has to be asked. */
export type SubjectNames = (topic: string, recordName: string | null) => string | Promise<string>;

export interface SubjectNamesOptions {
  readonly strategy: string | SubjectNameStrategy;
  readonly isKey: boolean;
  readonly registry: RegistryClient;
  readonly contextOf: ((topic: string) => string) | null;
}

export function subjectNames({ strategy, isKey, registry, contextOf }: SubjectNamesOptions): SubjectNames {
  const plain = plainNames(strategy, isKey, registry);
  if (contextOf === null) return plain;
  return async (topic, recordName) => inContext(contextOf(topic), await plain(topic, recordName));
}

function plainNames(strategy: string | SubjectNameStrategy, isKey: boolean, registry: RegistryClient): SubjectNames {
  if (typeof strategy === 'function') return (topic, recordName) => strategy(topic, isKey, recordName);
  const ofTopic = (topic: string): string => `${topic}-${isKey ? 'key' : 'value'}`;
  switch (strategy) {
    case 'TopicNameStrategy':
      return ofTopic;
    case 'RecordNameStrategy':
      return (_topic, recordName) => named(recordName, strategy);
    case 'TopicRecordNameStrategy':
      return (topic, recordName) => `${topic}-${named(recordName, strategy)}`;
    default:
      return async (topic) => (await associated(registry, topic, isKey)) ?? ofTopic(topic);
  }
}

async function associated(registry: RegistryClient, topic: string, isKey: boolean): Promise<string | null> {
  const [first, second] = await registry.associations(topic, isKey);
  if (second === undefined) return first?.subject ?? null;
  const message = `The registry associates more than one subject with the ${isKey ? 'keys' : 'values'} of ${topic}: ${first?.subject}, ${second.subject}`;
  throw new SerdeError('SCHEMA_REGISTRY_REFUSED', message);
}

function named(recordName: string | null, strategy: string): string {
  if (recordName !== null) return recordName;
  const message = `${strategy} needs a schema with a name, as a record has: use TopicNameStrategy for one without`;
  throw new SerdeError('INVALID_CONFIG', message);
}

/** `.east` and `orders-value` as `:.east:orders-value`. */
export function inContext(context: string, subject: string): string {
  if (context === '' || context === '.' || subject.startsWith(':.')) return subject;
  return `:${context.startsWith('.') ? '' : '.'}${context}:${subject}`;
}
