/**
 * What an application gave for a record, before anything is made of it. A record that is none of what it may be fails with
 * SERIALIZATION_FAILED in one sentence; it is never sent as something else, such as a null that would delete its key.
 */
import { shownValue } from '../config/parse-options.ts';
import { ClientError } from '../errors.ts';
import type { Serializer, SerializerContext } from '../records/serializers.ts';
import { checkedBytes } from './record-draft.ts';
import { serializationFailed } from './send-call.ts';

type SerializedBytes = Uint8Array | string | null;
type SerializerName = 'keySerializer' | 'valueSerializer';

const FIELDS: ReadonlySet<string> = new Set(['topic', 'key', 'value', 'headers', 'partition', 'timestamp']);

/** For what is no object at all; null for an object. */
export function shapeProblem(record: unknown): ClientError | null {
  if (typeof record === 'object' && record !== null) return null;
  return refusal(undefined, new TypeError(`it must be an object, as { topic, value }, not ${shownValue(record)}`));
}

/** Throws TypeError. */
export function checkedTopic(topic: unknown): string {
  if (typeof topic === 'string' && topic !== '') return topic;
  throw new TypeError(`it needs the name of a topic, not ${topic === '' ? 'an empty text' : shownValue(topic)}`);
}

/**
 * Of a record without a value: that this is what was meant, and no other name was given to the value. Throws TypeError.
 * Records with a value are not looked through, as that would take time for each.
 */
export function checkFields(record: object): void {
  for (const name of Object.keys(record)) {
    if (FIELDS.has(name)) continue;
    const hint = name === 'messages' ? ': sendBatch takes several records' : '; give value: null to delete the key';
    throw new TypeError(`it has no value, and a field ${name} that no record has${hint}`);
  }
}

/** What the serializer makes of it; null and undefined are not its business. Throws what the serializer threw, named. */
export function serialized<T>(
  serializer: Serializer<NonNullable<T>> | null,
  value: T | null | undefined,
  context: SerializerContext,
): SerializedBytes | Promise<SerializedBytes> {
  const name = context.isKey ? 'keySerializer' : 'valueSerializer';
  if (value === undefined || value === null) return null;
  if (serializer === null) return checkedBytes(value, `without a ${name} a ${context.isKey ? 'key' : 'value'}`);
  let bytes: unknown;
  try {
    bytes = serializer(value, context);
  } catch (error) {
    throw serializerFailed(name, context.topic, error);
  }
  return isThenable(bytes) ? settledBytes(bytes, name, context.topic) : checkedAnswer(bytes, name);
}

async function settledBytes(
  promise: PromiseLike<unknown>,
  name: SerializerName,
  topic: string,
): Promise<SerializedBytes> {
  let bytes: unknown;
  try {
    bytes = await promise;
  } catch (error) {
    throw serializerFailed(name, topic, error);
  }
  return checkedAnswer(bytes, name);
}

/** A serializer that forgets to return would delete keys. */
function checkedAnswer(bytes: unknown, name: SerializerName): SerializedBytes {
  if (bytes === undefined) throw new TypeError(`${name} answered undefined; null stands for nothing`);
  return checkedBytes(bytes, `what ${name} answers`);
}

function serializerFailed(name: SerializerName, topic: string, error: unknown): ClientError {
  return serializationFailed(topic, `since its ${name} failed`, error);
}

export function isThenable<T>(value: T): value is Extract<T, PromiseLike<unknown>> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Why the record was not sent; itself where that is said already. */
export function refusal(topic: unknown, error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  return serializationFailed(topic, 'since it cannot be encoded', error);
}
