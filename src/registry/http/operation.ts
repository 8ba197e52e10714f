/**
 * What one operation of the API is: its place, its parameters, what it needs to be allowed, and what it does. The routes and
 * the OpenAPI document are both made from these, so that neither can have what the other has not.
 */
import type { RegistryCommand, SchemaRegistry } from '../registry-types.ts';
import type { JsonRecord } from './json-body.ts';
import type { Query, QueryParameter } from './query-parameters.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Names of the document's schemas for bodies and answers (`openapi/shapes.ts`). */
export type ShapeName =
  | 'RegisterSchemaRequest'
  | 'RegisterSchemaResponse'
  | 'Schema'
  | 'SchemaString'
  | 'Config'
  | 'ConfigUpdateRequest'
  | 'Mode'
  | 'ModeUpdateRequest'
  | 'TagSchemaRequest'
  | 'CompatibilityCheckResponse'
  | 'ExplainedRegistration'
  | 'ServerClusterId'
  | 'SchemaRegistryServerVersion'
  | 'SchemaRegistryDeployment'
  | 'SubjectVersion'
  | 'ContextId'
  | 'Association'
  | 'Empty';

export type AnswerShape =
  | { readonly kind: 'object'; readonly shape: ShapeName }
  | { readonly kind: 'array'; readonly items: ShapeName | 'string' | 'integer' }
  | { readonly kind: 'integer' | 'none' }
  | { readonly kind: 'text'; readonly contentType: string | null };

/** What a requester may do to subjects or to all of the registry; see docs/registry.md for the ACLs behind each. */
export type RegistryAccess = 'read' | 'write' | 'delete' | 'readConfig' | 'writeConfig';

export interface Operation {
  /** `operationId` in the document, and the label of its metrics. */
  readonly id: string;
  readonly method: HttpMethod;
  /** `/subjects/{subject}/versions`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: readonly QueryParameter[];
  /** Absent where it takes no body. */
  readonly body?: ShapeName;
  readonly answer: AnswerShape;
  /** Confluent's codes, beside those that every operation may answer. */
  readonly errors?: readonly number[];
  /**
   * What must be allowed to the subject in the path; `global` asks it of the whole registry. Null where anybody may, or
   * where `handle` itself leaves out what the requester may not see.
   */
  readonly access: { readonly to: RegistryAccess; readonly of: 'subject' | 'global' } | null;
  /** Answered without the registry's state, also while that is not there. */
  readonly needsNoState?: boolean;
  /**
   * The same for whoever asks, as long as no record is applied: the answer may be given again, `at the leader` while this
   * registry leads.
   */
  readonly isRepeatable?: 'anywhere' | 'at the leader';
  /** Answered without a login. */
  readonly isPublic?: boolean;
  /** The value that is answered as JSON, or a RawAnswer. Throws a RegistryError or an HttpError. */
  handle(call: Call): unknown;
}

/** One request to an operation. */
export interface Call {
  readonly registry: SchemaRegistry;
  readonly compat: 7 | 8;
  readonly query: Query;
  /** Empty where the operation takes no body. */
  readonly body: JsonRecord;
  /** A parameter of the path, decoded. */
  readonly path: (name: string) => string;
  /** The subject in the path, aliases resolved. */
  readonly subject: () => string;
  /** The same for configs and modes; null is the whole registry. */
  readonly scope: () => string | null;
  /** Runs at the leader, here or by forwarding; answers its body, or the leader's answer as it came. */
  execute(command: RegistryCommand): Promise<unknown>;
  /** Whether the requester may do it to the subject. */
  readonly mayAccess: (access: RegistryAccess, subject: string | null) => boolean;
  /** Throws 40301. */
  readonly demandAccess: (access: RegistryAccess, subject: string | null) => void;
}

export const DELETED: QueryParameter = {
  name: 'deleted',
  type: 'boolean',
  doc: 'Counts versions that were deleted softly as well.',
};
export const NORMALIZE: QueryParameter = {
  name: 'normalize',
  type: 'boolean',
  doc: 'Compares and stores the normal form of the schema.',
};
export const FORMAT: QueryParameter = {
  name: 'format',
  type: 'string',
  doc: 'How the schema is written: `resolved` for Avro, `serialized` or `ignore_extensions` for Protobuf; as stored without.',
};
export const REFERENCE_FORMAT: QueryParameter = {
  name: 'referenceFormat',
  type: 'string',
  doc: 'How references are written: `qualified` names their subjects with their context.',
};
export const FIND_TAGS: QueryParameter = {
  name: 'findTags',
  type: 'string',
  isRepeated: true,
  doc: 'Adds the tags of these names that stand in the schema itself to its metadata; `*` for all.',
};
export const PERMANENT: QueryParameter = {
  name: 'permanent',
  type: 'boolean',
  doc: 'Takes what was deleted softly away for good.',
};
export const SUBJECT_OF_ID: QueryParameter = {
  name: 'subject',
  type: 'string',
  doc: 'The context in which the id is looked for, by one of its subjects, or as `:.context:`.',
};
export const OFFSET: QueryParameter = { name: 'offset', type: 'integer', default: 0, doc: 'Leaves out so many.' };
export const LIMIT: QueryParameter = {
  name: 'limit',
  type: 'integer',
  default: -1,
  doc: 'Answers at most so many; a negative one answers all.',
};
