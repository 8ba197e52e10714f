/**
 * A client of a schema registry with Confluent's REST API: Samsa's own, Confluent's, Karapace, and others that speak it.
 * What an id, a GUID or a version of a subject stands for never changes: it is asked for once and kept, so that what is
 * known goes on working while the registry is down. Whoever asks for what is being asked for already waits for that answer.
 *
 * Invariant: every cache has a bound, also the one of what the registry does not have.
 */
import type { Env, TlsOptions } from '#kernel';
import type { CompatibilityLevel } from '#schema';
import { defaultEnv, fetchOverTls } from '../default-env.ts';
import { checkNames, invalidConfig, parseOptions, type OptionsOf } from '../parse-options.ts';
import { reasonOf, SerdeError } from '../serde-error.ts';
import { BoundedCache } from './bounded-cache.ts';
import {
  registryClientConfigs,
  registryClientDefinitions,
  registryClientOptionNames,
  type RegistryClientConfig,
  type RegistryClientDefinitions,
} from './registry-client-configs.ts';
import { platformFetch, type RegistryFetch, type RegistryRequest } from './registry-fetch.ts';
import { RegistryTransport, type BearerTokenSource } from './registry-transport.ts';
import {
  registeredSchema,
  requestBody,
  splitSubject,
  type CompatibilityAnswer,
  type RegisteredSchema,
  type SchemaInput,
  type SubjectAssociation,
} from './registry-types.ts';

/** The options of a registry client: its configs in camel case, and what is no config. */
export interface RegistryClientOptions extends OptionsOf<RegistryClientDefinitions> {
  /** A bearer token, or a function that gives one for each request. */
  readonly bearerAuthToken?: BearerTokenSource | undefined;
  /** For `https` URLs: authorities to trust, and the client's own certificate (mTLS). */
  readonly tls?: TlsOptions | undefined;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What requests go through; the platform's `fetch` where absent. */
  readonly fetch?: RegistryFetch | undefined;
  /** The world to run in; the real one where absent. */
  readonly env?: Env | undefined;
}

/** Options of operations on a subject's schemas. */
export interface SchemaOptions {
  /** Let the registry bring the schema into its normal form before it compares it. */
  readonly normalize?: boolean | undefined;
  /** Deleted ones count too. */
  readonly deleted?: boolean | undefined;
}

/** Which subjects to list. */
export interface SubjectListOptions {
  readonly subjectPrefix?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly deletedOnly?: boolean | undefined;
}

export class RegistryClient {
  readonly env: Env;
  /** For how long a latest version is taken for the latest, in milliseconds; -1 for ever. */
  readonly latestCacheTtlMs: number;
  readonly #transport: RegistryTransport;
  /** By context and id, GUID, subject and version. */
  readonly #schemas: BoundedCache<string, RegisteredSchema>;
  readonly #ids: BoundedCache<string, RegisteredSchema>;
  readonly #latest: BoundedCache<string, RegisteredSchema>;
  readonly #missing: BoundedCache<string, SerdeError>;
  readonly #inFlight = new Map<string, Promise<RegisteredSchema>>();

  /** No I/O yet. Throws INVALID_CONFIG. */
  constructor(options: RegistryClientOptions) {
    checkNames('the registry client', options, registryClientOptionNames);
    const parts = { table: registryClientConfigs, definitions: registryClientDefinitions };
    const config = parseOptions('the registry client', parts, options);
    this.env = options.env ?? defaultEnv();
    this.#transport = transportOf(options, config, this.env);
    const { clock } = this.env;
    const { maxSchemasPerSubject, latestCacheSize, latestCacheTtlSec, missingCacheSize, missingCacheTtlSec } = config;
    const forEver = { clock, maxEntries: maxSchemasPerSubject, ttlMs: -1 };
    this.#schemas = new BoundedCache(forEver);
    this.#ids = new BoundedCache(forEver);
    this.latestCacheTtlMs = latestCacheTtlSec < 0 ? -1 : latestCacheTtlSec * 1000;
    this.#latest = new BoundedCache({ clock, maxEntries: latestCacheSize, ttlMs: this.latestCacheTtlMs });
    this.#missing = new BoundedCache({ clock, maxEntries: missingCacheSize, ttlMs: missingCacheTtlSec * 1000 });
  }

  /**
   * The schema of an id. `subject` says which context the id is of, and is where the registry begins to look.
   * Rejects with SCHEMA_NOT_FOUND.
   */
  schemaById(id: number, subject: string = ''): Promise<RegisteredSchema> {
    const { context } = splitSubject(subject);
    const query = context === '' ? '' : `?subject=${encodeURIComponent(subject)}`;
    const path = `/schemas/ids/${id}${query}`;
    return this.#lasting(`id ${context} ${id}`, async () => {
      return registeredSchema(await this.#transport.request('GET', path), { id });
    });
  }

  /** The schema of a GUID, as the header of a record holds it. Rejects with SCHEMA_NOT_FOUND. */
  schemaByGuid(guid: string): Promise<RegisteredSchema> {
    return this.#lasting(`guid ${guid}`, async () => {
      return registeredSchema(await this.#transport.request('GET', `/schemas/guids/${guid}`), { guid });
    });
  }

  /** A version of a subject. Rejects with SUBJECT_NOT_FOUND or VERSION_NOT_FOUND. */
  schemaByVersion(subject: string, version: number): Promise<RegisteredSchema> {
    if (version === -1) return this.latest(subject);
    return this.#lasting(`version ${version} ${subject}`, () => this.#version(subject, String(version)));
  }

  /** The newest version of a subject, as old as `latestCacheTtlSec` at most. Rejects with SUBJECT_NOT_FOUND. */
  latest(subject: string): Promise<RegisteredSchema> {
    return this.#kept(this.#latest, `latest ${subject}`, () => this.#version(subject, 'latest'));
  }

  /** The newest version that has these metadata properties. Rejects with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  latestWithMetadata(subject: string, metadata: Readonly<Record<string, string>>): Promise<RegisteredSchema> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(metadata)) {
      query.append('key', name);
      query.append('value', value);
    }
    const path = `${pathOf(subject)}/metadata?${query.toString()}`;
    return this.#kept(this.#latest, `metadata ${path}`, async () => {
      return registeredSchema(await this.#transport.request('GET', path), { subject });
    });
  }

  /** Registers a schema, or finds it registered already. Rejects with INCOMPATIBLE_SCHEMA or INVALID_SCHEMA. */
  register(subject: string, input: SchemaInput, { normalize }: SchemaOptions = {}): Promise<RegisteredSchema> {
    const body = requestBody(input);
    const key = `register ${normalize === true} ${subject} ${JSON.stringify(body)}`;
    return this.#kept(this.#ids, key, async () => {
      const path = `${pathOf(subject)}/versions${queryOf({ normalize })}`;
      return this.#checked(registeredSchema(await this.#transport.request('POST', path, body), { subject, input }));
    });
  }

  /** The subject's version that says the same. Rejects with SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  lookUp(subject: string, input: SchemaInput, options: SchemaOptions = {}): Promise<RegisteredSchema> {
    const body = requestBody(input);
    const query = queryOf({ normalize: options.normalize, deleted: options.deleted });
    return this.#kept(this.#ids, `look-up ${query} ${subject} ${JSON.stringify(body)}`, async () => {
      return registeredSchema(await this.#transport.request('POST', `${pathOf(subject)}${query}`, body), {
        subject,
        input,
      });
    });
  }

  /** The texts of all that a schema refers to, by name, each after those that it refers to itself. */
  async resolve(schema: Pick<RegisteredSchema, 'references' | 'subject'>): Promise<ReadonlyMap<string, string>> {
    const resolved = new Map<string, string>();
    const { context } = splitSubject(schema.subject ?? '');
    await this.#resolveInto(resolved, schema.references, { context, path: [] });
    return resolved;
  }

  /** Names of subjects. */
  async subjects(options: SubjectListOptions = {}): Promise<readonly string[]> {
    return (await this.#transport.request('GET', `/subjects${queryOf({ ...options })}`)) as readonly string[];
  }

  /** Numbers of a subject's versions. Rejects with SUBJECT_NOT_FOUND. */
  async versions(subject: string, { deleted }: SchemaOptions = {}): Promise<readonly number[]> {
    return (await this.#transport.request('GET', `${pathOf(subject)}/versions${queryOf({ deleted })}`)) as number[];
  }

  /** Deletes all versions, `permanent` once more and for good; answers their numbers. */
  async deleteSubject(subject: string, options: { readonly permanent?: boolean } = {}): Promise<readonly number[]> {
    const path = `${pathOf(subject)}${queryOf({ permanent: options.permanent })}`;
    const deleted = (await this.#transport.request('DELETE', path)) as readonly number[];
    this.clearCaches();
    return deleted;
  }

  /** Deletes one version, `permanent` once more and for good; answers its number. */
  async deleteVersion(
    subject: string,
    version: number | 'latest',
    options: { readonly permanent?: boolean } = {},
  ): Promise<number> {
    const path = `${pathOf(subject)}/versions/${version}${queryOf({ permanent: options.permanent })}`;
    const deleted = (await this.#transport.request('DELETE', path)) as number;
    this.clearCaches();
    return deleted;
  }

  /** Whether the schema could be registered, and why not: against a version, or against all that the level asks for. */
  async checkCompatibility(
    subject: string,
    input: SchemaInput,
    options: { readonly version?: number | 'latest'; readonly normalize?: boolean } = {},
  ): Promise<CompatibilityAnswer> {
    const version = options.version === undefined ? '' : `/${options.version}`;
    const query = queryOf({ verbose: true, normalize: options.normalize });
    const path = `/compatibility${pathOf(subject)}/versions${version}${query}`;
    const answer = (await this.#transport.request('POST', path, requestBody(input))) as Record<string, unknown>;
    const messages = (answer['messages'] as readonly string[] | undefined) ?? [];
    return { isCompatible: answer['is_compatible'] === true, messages };
  }

  /** The level of a subject, or the global one. */
  async compatibilityLevel(subject?: string): Promise<CompatibilityLevel> {
    const path = subject === undefined ? '/config' : `/config/${encodeURIComponent(subject)}?defaultToGlobal=true`;
    const answer = (await this.#transport.request('GET', path)) as Record<string, unknown>;
    return answer['compatibilityLevel'] as CompatibilityLevel;
  }

  /** Sets the level of a subject, or the global one. */
  async setCompatibilityLevel(level: CompatibilityLevel, subject?: string): Promise<void> {
    const path = subject === undefined ? '/config' : `/config/${encodeURIComponent(subject)}`;
    await this.#transport.request('PUT', path, { compatibility: level });
  }

  /** The subjects that are associated with a topic's keys or values; none where the registry knows no associations. */
  async associations(topic: string, isKey: boolean): Promise<readonly SubjectAssociation[]> {
    const query = `resourceType=topic&associationType=${isKey ? 'key' : 'value'}`;
    try {
      const path = `/associations/resources/-/${encodeURIComponent(topic)}?${query}`;
      const answer = await this.#transport.request('GET', path);
      return Array.isArray(answer) ? (answer as SubjectAssociation[]) : [];
    } catch (error) {
      if (error instanceof SerdeError && (error.status === 404 || error.status === 405)) return [];
      throw error;
    }
  }

  /** Any other request; what comes back is the parsed body. Rejects with SerdeError. */
  request(method: RegistryRequest['method'], path: string, body?: unknown): Promise<unknown> {
    return this.#transport.request(method, path, body);
  }

  /** Forgets all that was fetched. */
  clearCaches(): void {
    for (const cache of [this.#schemas, this.#ids, this.#latest, this.#missing]) cache.clear();
  }

  async #version(subject: string, version: string): Promise<RegisteredSchema> {
    const answer = await this.#transport.request('GET', `${pathOf(subject)}/versions/${version}`);
    return registeredSchema(answer, { subject });
  }

  /** Registries before 8.0 answer nothing but the id; that one has to be there. */
  #checked(schema: RegisteredSchema): RegisteredSchema {
    if (schema.id >= 0) return schema;
    const message = `The schema registry answered a registration under ${schema.subject} without an id: is it a registry?`;
    throw new SerdeError('SCHEMA_REGISTRY_REFUSED', message);
  }

  async #resolveInto(
    resolved: Map<string, string>,
    references: RegisteredSchema['references'],
    { context, path }: { context: string; path: readonly string[] },
  ): Promise<void> {
    for (const { name, subject, version } of references) {
      if (resolved.has(name)) continue;
      const own = splitSubject(subject);
      const qualified = own.context === '' && context !== '' ? `:${context}:${own.name}` : subject;
      const step = `${qualified} version ${version}`;
      if (path.includes(step)) throw new SerdeError('INVALID_SCHEMA', `Schemas refer to each other: ${step}`);
      const found = await this.schemaByVersion(qualified, version);
      await this.#resolveInto(resolved, found.references, { context, path: [...path, step] });
      resolved.set(name, found.schema);
    }
  }

  #lasting(key: string, fetch: () => Promise<RegisteredSchema>): Promise<RegisteredSchema> {
    return this.#kept(this.#schemas, key, fetch);
  }

  /** From the cache, from who asks for it already, or from the registry. */
  #kept(
    cache: BoundedCache<string, RegisteredSchema>,
    key: string,
    fetch: () => Promise<RegisteredSchema>,
  ): Promise<RegisteredSchema> {
    const known = cache.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const missing = this.#missing.get(key);
    if (missing !== undefined) return Promise.reject(missing);
    const asked = this.#inFlight.get(key);
    if (asked !== undefined) return asked;
    const answer = this.#fetched(cache, key, fetch).finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, answer);
    return answer;
  }

  async #fetched(
    cache: BoundedCache<string, RegisteredSchema>,
    key: string,
    fetch: () => Promise<RegisteredSchema>,
  ): Promise<RegisteredSchema> {
    try {
      const schema = await fetch();
      cache.set(key, schema);
      return schema;
    } catch (error) {
      if (error instanceof SerdeError && error.status === 404) this.#missing.set(key, error);
      throw error;
    }
  }
}

function transportOf(options: RegistryClientOptions, config: RegistryClientConfig, env: Env): RegistryTransport {
  if ((config.schemaRegistryUrl ?? []).length === 0) {
    throw invalidConfig(
      "The registry client needs schemaRegistryUrl, as { schemaRegistryUrl: 'http://localhost:8081' }",
    );
  }
  try {
    return new RegistryTransport({
      env,
      config,
      fetch: options.fetch ?? (options.tls === undefined ? platformFetch : fetchOverTls(options.tls)),
      bearerToken: options.bearerAuthToken ?? null,
      headers: options.headers ?? {},
    });
  } catch (error) {
    throw invalidConfig(`schemaRegistryUrl: ${reasonOf(error)}`, error);
  }
}

function pathOf(subject: string): string {
  return `/subjects/${encodeURIComponent(subject)}`;
}

/** Only what is set. */
function queryOf(options: Readonly<Record<string, string | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
