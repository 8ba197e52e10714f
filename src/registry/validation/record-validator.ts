/**
 * Holds the keys and values of records to the schemas of the registry, for a broker that asks before it appends (Confluent's
 * broker-side schema validation): the schema that they name is known and registered under the subject that the topic's
 * rule says, and, where the rule goes so far, the bytes behind it are whole data of that schema.
 *
 * Invariant: a verdict is given on what the topic of schemas holds now. Where that was not read yet, or may be older than
 * the record, there is a promise to wait for and no verdict; whatever the bytes are, they make no more than a sentence.
 */
import { asBuffer, KafkaError, type Env } from '#kernel';
import type { ParsedSchema } from '#schema';
import { SchemaIdReader, SerdeError } from '#serde';
import { RegistryError } from '../registry-errors.ts';
import type { SchemaRegistry } from '../registry-types.ts';
import { parsedVersion } from '../state/candidate.ts';
import { parseSubject } from '../state/qualified-subject.ts';
import { resolveAlias } from '../state/reads/listings.ts';
import type { SchemaContent, SchemaVersion } from '../state/schema-index.ts';
import { compilePayloadCheck, recordNames, type PayloadCheck } from './payload-check.ts';

/** The key or value of a record, as a broker has it. */
export interface RecordPart {
  readonly topic: string;
  readonly isKey: boolean;
  readonly rule: { readonly subjectName: 'topic' | 'record' | 'topic-record'; readonly decodesPayload: boolean };
  readonly data: Uint8Array;
  /** What the record's header `__key_schema_id` or `__value_schema_id` says. */
  readonly schemaIdHeader: Uint8Array | null;
}

export interface RecordValidatorOptions {
  readonly env: Pick<Env, 'clock'>;
  readonly registry: SchemaRegistry;
}

/** What is known of a schema that records name. */
interface KnownSchema {
  /** Where its references were looked up. */
  readonly context: string;
  /** Null where its text is none that can be read. */
  readonly parsed: ParsedSchema | null;
  /** Undefined before it is needed, a promise while it is compiled, null where its format's data cannot be looked into. */
  check: PayloadCheck | Promise<void> | null | undefined;
  /** Why it can be used for nothing. */
  problem: string | null;
}

/** What stands behind the schema's id. */
interface Body {
  readonly bytes: Buffer;
  readonly start: number;
}

/** Schemas that are kept, and ids that are not looked for again at once. */
const MAX_KNOWN = 1000;
/** A batch that names a missing schema in each of its records makes one look at the topic, not thousands. */
const MISSING_MS = 100;
const MAX_SUBJECTS_SHOWN = 3;

export class RecordValidator {
  readonly #registry: SchemaRegistry;
  readonly #env: Pick<Env, 'clock'>;
  readonly #known = new Map<SchemaContent, KnownSchema>();
  /** By id or GUID: until when it is taken for missing. */
  readonly #missing = new Map<number | string, number>();
  readonly #keys = new SchemaIdReader(true);
  readonly #values = new SchemaIdReader(false);
  readonly #header: { bytes: Uint8Array | null; get(): Uint8Array | null } = {
    bytes: null,
    get() {
      return this.bytes;
    },
  };
  #isReady = false;

  constructor({ env, registry }: RecordValidatorOptions) {
    this.#env = env;
    this.#registry = registry;
  }

  /**
   * Null where the part may be written, else why not, in a sentence. A promise where something has to be read or compiled
   * first: ask again after it. It rejects with a KafkaError where the registry cannot be read.
   */
  check(part: RecordPart): string | null | Promise<void> {
    if (!this.#isReady) return this.#read(false).then(() => void (this.#isReady = true));
    const named = part.isKey ? this.#keys : this.#values;
    const what = part.isKey ? 'the key' : 'the value';
    const data = asBuffer(part.data);
    try {
      this.#header.bytes = part.schemaIdHeader;
      named.read(data, this.#header);
    } catch (error) {
      if (!(error instanceof SerdeError)) throw error;
      return error.message.replace(/^the payload/, what);
    }
    const name = named.guid ?? named.id;
    const versions = this.#versionsOf(named, part);
    const [first] = versions;
    if (first === undefined)
      return this.#notFound(name, `${what} names schema ${name}, which the registry does not have`);
    const schema = this.#schemaOf(first);
    const body = { bytes: joined(named, data), start: named.start };
    const refusal = schema.problem ?? this.#subjectProblem(part, this.#subjectsOf(part, schema, body), versions);
    if (refusal !== null) {
      return this.#notFound(`${name} ${part.topic}`, `${what} names schema ${name}, which ${refusal}`);
    }
    if (!part.rule.decodesPayload) return null;
    return this.#payloadProblem(schema, { what, name, ...body });
  }

  /** Versions with the schema, in the context of the topic's subject. */
  #versionsOf({ id, guid }: SchemaIdReader, part: RecordPart): readonly SchemaVersion[] {
    const { schemas } = this.#registry.state;
    const { context } = parseSubject(this.#aliased(part.rule.subjectName === 'topic' ? topicSubject(part) : ''));
    if (guid === null) return schemas.byId(context, id);
    const ids = schemas.contentByGuid(guid)?.ids ?? [];
    const own = ids.filter((place) => place.context === context);
    return own.flatMap((place) => schemas.byId(context, place.id));
  }

  #schemaOf(version: SchemaVersion): KnownSchema {
    const { content, context } = version;
    const known = this.#known.get(content);
    if (known !== undefined && known.context === context) return known;
    const made = this.#parsed(version);
    this.#known.set(content, made);
    if (this.#known.size > MAX_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    return made;
  }

  #parsed(version: SchemaVersion): KnownSchema {
    const { context } = version;
    try {
      const parsed = parsedVersion(this.#registry.state, this.#registry.schemas, version);
      return { context, parsed, check: undefined, problem: null };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { context, parsed: null, check: null, problem: `cannot be used: ${error.message}` };
    }
  }

  /** Null where one of the versions is one of the subjects', and not deleted. */
  #subjectProblem(part: RecordPart, subjects: readonly string[], versions: readonly SchemaVersion[]): string | null {
    const [subject] = subjects;
    if (subject === undefined) return `has no name, and ${part.topic} goes by the names of records`;
    let isDeleted = false;
    for (const version of versions) {
      if (!subjects.includes(version.subject)) continue;
      if (!version.isDeleted) return null;
      isDeleted = true;
    }
    if (isDeleted) return `is deleted under ${subject}`;
    const others = [...new Set(versions.map((version) => version.subject))];
    const shown = others.slice(0, MAX_SUBJECTS_SHOWN).join(', ');
    const more = others.length > MAX_SUBJECTS_SHOWN ? ' and others' : '';
    return `is not registered under ${subject} (but under ${shown}${more})`;
  }

  /** One but where a Protobuf payload may be either of two messages; none without a name. */
  #subjectsOf(part: RecordPart, { parsed }: KnownSchema, { bytes, start }: Body): readonly string[] {
    const { subjectName } = part.rule;
    if (subjectName === 'topic') return [this.#aliased(topicSubject(part))];
    const names = parsed === null ? [] : recordNames(parsed, bytes, start);
    return names.map((name) => this.#aliased(subjectName === 'record' ? name : `${part.topic}-${name}`));
  }

  /** What serializers register under a subject that is another's alias is found there. */
  #aliased(subject: string): string {
    return subject === '' ? subject : resolveAlias(this.#registry.state, subject);
  }

  #payloadProblem(
    schema: KnownSchema,
    { what, name, bytes, start }: Body & { readonly what: string; readonly name: number | string },
  ): string | null | Promise<void> {
    if (schema.check === undefined) this.#compile(schema);
    if (schema.check instanceof Promise) return schema.check;
    if (schema.problem !== null) return `${what} names schema ${name}, which ${schema.problem}`;
    if (schema.check === null || schema.check === undefined) {
      return `${what} is of schema ${name}, and data of ${schema.parsed?.schemaType} cannot be looked into`;
    }
    const problem = schema.check(bytes, start);
    return problem === null ? null : `${what} is not whole data of schema ${name}: ${problem}`;
  }

  #compile(schema: KnownSchema): void {
    const failed = (error: unknown): void => {
      schema.check = null;
      schema.problem = `cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    };
    try {
      const compiled = schema.parsed === null ? null : compilePayloadCheck(schema.parsed);
      schema.check =
        compiled instanceof Promise ? compiled.then((check) => void (schema.check = check)).catch(failed) : compiled;
    } catch (error) {
      failed(error);
    }
  }

  /**
   * Who writes the topic of schemas has all of it. Another may have read less than the producer's registry wrote, so that
   * it reads to the end first.
   */
  #notFound(key: number | string, sentence: string): string | Promise<void> {
    if (this.#registry.leadership().isLeader) return sentence;
    const now = this.#env.clock.monotonic();
    if ((this.#missing.get(key) ?? -Infinity) > now) return sentence;
    return this.#read(true).then(() => this.#isMissing(key));
  }

  #isMissing(key: number | string): void {
    this.#missing.delete(key);
    this.#missing.set(key, this.#env.clock.monotonic() + MISSING_MS);
    if (this.#missing.size > MAX_KNOWN) this.#missing.delete(this.#missing.keys().next().value!);
  }

  async #read(isAgain: boolean): Promise<void> {
    try {
      await (isAgain ? this.#registry.caughtUp?.() : this.#registry.ready());
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new KafkaError('SCHEMA_REGISTRY_UNAVAILABLE', reason, { retriable: true, cause });
    }
  }
}

function topicSubject({ topic, isKey }: RecordPart): string {
  return `${topic}-${isKey ? 'key' : 'value'}`;
}

/** With what else the header has before the payload: message indexes may stand there. */
function joined({ rest }: SchemaIdReader, data: Buffer): Buffer {
  return rest === null ? data : Buffer.concat([rest, data]);
}
