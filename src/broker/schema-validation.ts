/**
 * Records are held to their schemas where a topic says so (Confluent's broker-side schema validation): with a key's or a
 * value's rule in force, nothing is appended whose schema the validator does not vouch for, and the producer is told which
 * records are to blame (KIP-467). Who knows schemas is not the broker's business: `SchemaValidator` is the seam.
 */
import { isKafkaError } from '#kernel';
import { MAX_DECOMPRESSED_BYTES, type Rejection, type SchemaRule } from '#log';
import { Errors, RecordCursor } from '#protocol';
import type { Partition } from './partition.ts';

/** The key or value of a record, before it is appended. */
export interface SchemaCheckedPart {
  readonly topic: string;
  readonly isKey: boolean;
  readonly rule: SchemaRule;
  /** For the time of the call only. */
  readonly data: Uint8Array;
  /** What the record's header `__key_schema_id` or `__value_schema_id` says. */
  readonly schemaIdHeader: Uint8Array | null;
}

export interface SchemaValidator {
  /**
   * Null where the part may be written, else why not, in a sentence. A promise where something has to be looked up
   * first: once it has resolved the same question is asked again. It rejects where nothing can be found out now.
   */
  check(part: SchemaCheckedPart): string | null | Promise<void>;
}

/** A batch names few schemas; who needs more look-ups than this does not get on. */
const MAX_LOOKUPS = 1000;
const MAX_ERRORS_SHOWN = 3;
const KEY_HEADER = '__key_schema_id';
const VALUE_HEADER = '__value_schema_id';

/** Null where the batch, which is whole and sound, may be appended. */
export function checkSchemas(
  partition: Partition,
  records: Buffer,
  validator: SchemaValidator | null,
): Rejection | null | Promise<Rejection | null> {
  if (validator === null) {
    return rejection(
      Errors.INVALID_RECORD.code,
      `${partition.topic} asks for schemas, and this broker has no registry`,
    );
  }
  const verdict = checkOnce(partition, records, validator);
  return verdict instanceof Promise ? lookUp(verdict, () => checkOnce(partition, records, validator)) : verdict;
}

async function lookUp(first: Promise<void>, again: () => ReturnType<typeof checkOnce>): Promise<Rejection | null> {
  let pending = first;
  try {
    for (let lookups = 0; lookups < MAX_LOOKUPS; lookups++) {
      await pending;
      const verdict = again();
      if (!(verdict instanceof Promise)) return verdict;
      pending = verdict;
    }
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    // The one error that every producer tries again, and that says nothing of who leads.
    return rejection(Errors.NOT_ENOUGH_REPLICAS.code, `The schemas of the records cannot be checked: ${error.message}`);
  }
  return rejection(Errors.INVALID_RECORD.code, `The records name more than ${MAX_LOOKUPS} schemas`);
}

function checkOnce(
  { topic, log }: Partition,
  records: Buffer,
  validator: SchemaValidator,
): Rejection | null | Promise<void> {
  const { keySchema, valueSchema } = log.config;
  const recordErrors: Rejection['recordErrors'][number][] = [];
  const cursor = new RecordCursor();
  try {
    cursor.open(records, 0, MAX_DECOMPRESSED_BYTES);
    for (let batchIndex = 0; cursor.next(); batchIndex++) {
      const { key, value } = cursor;
      let wrong: string | null | Promise<void> = null;
      if (keySchema !== null && key !== null) {
        const schemaIdHeader = headerOf(cursor, KEY_HEADER);
        wrong = validator.check({ topic, isKey: true, rule: keySchema, data: key, schemaIdHeader });
      }
      if (wrong === null && valueSchema !== null && value !== null) {
        const schemaIdHeader = headerOf(cursor, VALUE_HEADER);
        wrong = validator.check({ topic, isKey: false, rule: valueSchema, data: value, schemaIdHeader });
      }
      if (wrong instanceof Promise) return wrong;
      if (wrong !== null) recordErrors.push({ batchIndex, message: wrong });
    }
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    return rejection(Errors.INVALID_RECORD.code, `In the append to ${topic}: ${error.message}`);
  } finally {
    cursor.close();
  }
  if (recordErrors.length === 0) return null;
  const shown = recordErrors.slice(0, MAX_ERRORS_SHOWN).map(({ batchIndex, message }) => `${batchIndex}: ${message}`);
  const errorMessage = `${recordErrors.length} records do not have the schemas that ${topic} asks for; the first: ${shown.join('; ')}`;
  return { errorCode: Errors.INVALID_RECORD.code, errorMessage, recordErrors };
}

function headerOf(cursor: RecordCursor, name: string): Uint8Array | null {
  for (const { key, value } of cursor.headers()) if (key === name) return value;
  return null;
}

function rejection(errorCode: number, errorMessage: string): Rejection {
  return { errorCode, errorMessage, recordErrors: [] };
}
