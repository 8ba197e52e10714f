/**
 * What the parts of the registry say to each other: the bodies of its API in typed form, the commands that write, the
 * records that they become, and the registry itself as HTTP and the command line see it.
 *
 * Invariant: everything here is data. Absent and null are the same (null) but in a ConfigUpdate, where absent leaves a
 * value as it is and null takes it away.
 */
import type { CompatibilityLevel, SchemaReference } from '#schema';
import type { GivenIds } from './state/decide/given-ids.ts';
import type { ParsedSchemas } from './state/parsed-schemas.ts';
import type { RegistryState } from './state/registry-state.ts';

/** How JSON Schema judges properties that a schema does not name. LOGICAL is kept and judged as STRICT. */
export type CompatibilityPolicy = 'STRICT' | 'LENIENT' | 'LOGICAL';

/** READONLY_OVERRIDE is READONLY under an older name; FORWARD is for the whole registry alone. */
export type Mode = 'READWRITE' | 'READONLY' | 'READONLY_OVERRIDE' | 'IMPORT' | 'FORWARD';

/** 1 … 2^31-1, or -1 for the latest. `parseVersionId` reads it. */
export type VersionId = number;

/** Kept by its sorted keys; every member is there, maybe empty. */
export interface SchemaMetadata {
  /** From a path in the schema to its tags. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly properties: Readonly<Record<string, string>>;
  /** Names of properties whose values are secret. */
  readonly sensitive: readonly string[];
}

export interface Rule {
  readonly name: string;
  readonly doc: string | null;
  readonly kind: 'TRANSFORM' | 'CONDITION' | null;
  readonly mode: 'UPGRADE' | 'DOWNGRADE' | 'UPDOWN' | 'WRITE' | 'READ' | 'WRITEREAD' | null;
  readonly type: string | null;
  readonly tags: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  readonly expr: string | null;
  readonly onSuccess: string | null;
  readonly onFailure: string | null;
  readonly disabled: boolean;
}

export interface RuleSet {
  readonly migrationRules: readonly Rule[];
  readonly domainRules: readonly Rule[];
  readonly encodingRules: readonly Rule[];
  readonly enableAt: string | null;
}

/** Tags to be put on, or taken off, what stands in a schema. */
export interface SchemaTags {
  readonly schemaEntity: { readonly entityPath: string; readonly entityType: string };
  readonly tags: readonly string[];
}

/** A schema as it comes with a request to register, look up or check it. */
export interface RegisterRequest {
  /** Null and 0: the next one. -1 likewise. */
  readonly version: number | null;
  /** Null and -1: by the registry. Another needs mode IMPORT. */
  readonly id: number | null;
  /** Null: AVRO. */
  readonly schemaType: string | null;
  readonly references: readonly SchemaReference[];
  readonly metadata: SchemaMetadata | null;
  readonly ruleSet: RuleSet | null;
  /** Null and empty: the latest schema of the subject, with the request's metadata and rules. */
  readonly schema: string | null;
  readonly schemaTagsToAdd: readonly SchemaTags[];
  readonly schemaTagsToRemove: readonly SchemaTags[];
  readonly propagateSchemaTags: boolean;
}

/** What is configured for a subject, a context, or the registry. */
export interface SubjectConfig {
  readonly alias: string | null;
  readonly aliasForDeks: string | null;
  readonly normalize: boolean | null;
  readonly validateFields: boolean | null;
  readonly validateNewSchemas: boolean | null;
  readonly validateRules: boolean | null;
  readonly compatibilityLevel: CompatibilityLevel | null;
  readonly compatibilityPolicy: CompatibilityPolicy | null;
  readonly compatibilityGroup: string | null;
  readonly defaultMetadata: SchemaMetadata | null;
  readonly overrideMetadata: SchemaMetadata | null;
  readonly defaultRuleSet: RuleSet | null;
  readonly overrideRuleSet: RuleSet | null;
}

/** The body of a PUT to a config: texts as they came, so that the decision can refuse them with their code. */
export interface ConfigUpdate {
  readonly alias?: string | null;
  readonly aliasForDeks?: string | null;
  readonly normalize?: boolean | null;
  readonly validateFields?: boolean | null;
  readonly validateNewSchemas?: boolean | null;
  readonly validateRules?: boolean | null;
  readonly compatibility?: string | null;
  readonly compatibilityPolicy?: string | null;
  readonly compatibilityGroup?: string | null;
  readonly defaultMetadata?: SchemaMetadata | null;
  readonly overrideMetadata?: SchemaMetadata | null;
  readonly defaultRuleSet?: RuleSet | null;
  readonly overrideRuleSet?: RuleSet | null;
}

/**
 * A write. Subjects are qualified names (`orders`, `:.context:orders`); null, and `:.context:`, are scopes of configs and
 * modes. HTTP decodes and rewrites paths before (`state/context-paths.ts`).
 */
export type RegistryCommand =
  | RegisterCommand
  | { readonly type: 'deleteSubject'; readonly subject: string; readonly permanent: boolean }
  | {
      readonly type: 'deleteVersion';
      readonly subject: string;
      readonly version: VersionId;
      readonly permanent: boolean;
    }
  | { readonly type: 'putConfig'; readonly subject: string | null; readonly config: ConfigUpdate }
  | { readonly type: 'deleteConfig'; readonly subject: string | null }
  | { readonly type: 'putMode'; readonly subject: string | null; readonly mode: string | null; readonly force: boolean }
  | { readonly type: 'deleteMode'; readonly subject: string | null; readonly recursive: boolean }
  | ModifyTagsCommand
  | { readonly type: 'deleteContext'; readonly context: string };

export interface RegisterCommand {
  readonly type: 'register';
  readonly subject: string;
  readonly request: RegisterRequest;
  readonly normalize: boolean;
  /** Of the schema in the answer; null as it is stored. */
  readonly format: string | null;
  /** Leaves out the check of compatibility. */
  readonly force: boolean;
}

/** A new version of a subject that differs in tags, metadata and rules alone (`POST …/versions/{v}/tags`). */
export interface ModifyTagsCommand {
  readonly type: 'modifyTags';
  readonly subject: string;
  /** The version that is taken as the base. */
  readonly version: VersionId;
  readonly request: {
    /** The number of the new version; null for the next one. */
    readonly newVersion: number | null;
    readonly metadata: SchemaMetadata | null;
    readonly ruleSet: RuleSet | null;
    readonly tagsToAdd: readonly SchemaTags[];
    readonly tagsToRemove: readonly SchemaTags[];
    readonly rulesToMerge: RuleSet | null;
    readonly rulesToRemove: readonly string[];
  };
}

/** One record of the topic; a null value deletes what its key says. */
export interface StoreRecord {
  readonly key: Buffer;
  readonly value: Buffer | null;
}

/** What a command comes to: records that go into one batch in their order, and the body of the answer. */
export interface Decision {
  /** None where nothing is to be written. */
  readonly records: readonly StoreRecord[];
  /** JSON-able; undefined where the answer has no body (204). */
  readonly answer: unknown;
}

/** What decisions and reads need beside the state. */
export interface RegistryWorld {
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** The formats, and what of them was parsed lately. */
  readonly schemas: ParsedSchemas;
  /** Ids that were given by decisions which are written together with this one. */
  readonly given?: GivenIds;
}

/** What the operator chose; fixed while the registry runs. */
export interface RegistrySettings {
  /** Whose answers: 7 is Confluent's registry up to 7.9, 8 the one since. */
  readonly compat: 7 | 8;
  /** `schema.compatibility.level`. */
  readonly compatibilityLevel: CompatibilityLevel;
  /** `mode.mutability`. */
  readonly isModeMutable: boolean;
  /** A larger schema is refused with 42209; characters. */
  readonly maxSchemaLength: number;
  /** How many schemas `/schemas` answers, at most and without `limit`. */
  readonly schemaSearchLimit: number;
}

export const DEFAULT_SETTINGS: RegistrySettings = {
  compat: 8,
  compatibilityLevel: 'BACKWARD',
  isModeMutable: true,
  maxSchemaLength: 4 * 1024 * 1024,
  schemaSearchLimit: 1000,
};

/** Where a record stands in its topic, and whether this registry is the one that writes. */
export interface RecordPlace {
  readonly offset: number;
  /** ms since 1970. */
  readonly timestamp: number;
  readonly isLeader: boolean;
}

/**
 * What became of a record that was not simply applied: one that could not be read, or whose id belongs to another schema
 * already. The leader writes `rewrite` then, so that no registry goes by the bad record; it is empty at followers.
 */
export type ApplyProblem =
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'idTaken'; readonly reason: string; readonly rewrite: readonly StoreRecord[] };

/** What the registry offers to HTTP and to the command line. */
export interface SchemaRegistry {
  readonly state: RegistryState;
  /** The formats and parsed schemas, for reads that compare. */
  readonly schemas: ParsedSchemas;
  /** Resolves once the topic was read to its end (starts that, where it sleeps); rejects with 50001 or 50002. */
  ready(): Promise<void>;
  /**
   * Resolves once all has been read that the topic holds now; who leads has no need of it. Rejects as `ready`. Where it is
   * absent the state always is what the topic holds.
   */
  caughtUp?(): Promise<void>;
  /** Where writes go: here, to the leader's URL, or nobody known (50004). */
  leadership(): { readonly isLeader: true } | { readonly isLeader: false; readonly leaderUrl: string | null };
  /**
   * At the leader alone, one command at a time: reads to the end of the topic, decides, writes, waits until it is applied.
   * Rejects with RegistryError.
   */
  execute(command: RegistryCommand): Promise<unknown>;
  close(): Promise<void>;
}
