/** One request on its way through an operation: who asks, what they may, what they sent, and where writes go. */
import type { Env } from '#kernel';
import type { RegistryCommand, SchemaRegistry } from '../registry-types.ts';
import { normalizeSubject } from '../state/qualified-subject.ts';
import { resolveAlias } from '../state/reads/listings.ts';
import { isTakenAsBody } from './content-types.ts';
import { bodyTooLarge, forbidden, notAcceptable, unauthorized, unsupportedMediaType } from './errors.ts';
import { forward } from './forwarding.ts';
import { NO_CONTENT, type HttpRequest } from './http-exchange.ts';
import { parseJsonBody, type JsonRecord } from './json-body.ts';
import type { Call, Operation, RegistryAccess } from './operation.ts';
import type { Query } from './query-parameters.ts';
import type { RegistryHttpSettings } from './registry-http.ts';
import { guardOf, type RegistryRequester } from './security.ts';

const NOTHING = new Uint8Array(0);

export interface OperationCallOptions {
  readonly request: HttpRequest;
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Whether the client takes JSON. */
  readonly isAcceptable: boolean;
}

export class OperationCall implements Call {
  readonly query: Query;
  readonly #env: Env;
  readonly #settings: RegistryHttpSettings;
  readonly #options: OperationCallOptions;
  #requester: RegistryRequester | null = null;
  #bytes: Uint8Array = NOTHING;
  body: JsonRecord = {};

  constructor(env: Env, settings: RegistryHttpSettings, options: OperationCallOptions) {
    this.#env = env;
    this.#settings = settings;
    this.#options = options;
    this.query = options.query;
  }

  get registry(): SchemaRegistry {
    return this.#settings.registry;
  }

  get compat(): 7 | 8 {
    return this.#settings.compat;
  }

  /** Who asks, in which type, and with which body, unread. Rejects with what the answer is where one fails. */
  async receive(): Promise<Uint8Array> {
    const { operation, isAcceptable } = this.#options;
    if (!operation.isPublic) await this.#authenticate();
    const answersText = operation.answer.kind === 'text' && operation.answer.contentType !== null;
    if (!isAcceptable && !answersText) throw notAcceptable();
    if (operation.body !== undefined) await this.#readBody();
    return this.#bytes;
  }

  /** The other steps, behind `receive`. Rejects likewise. */
  async run(): Promise<unknown> {
    const { operation } = this.#options;
    if (operation.body !== undefined) this.body = parseJsonBody(this.#bytes);
    if (operation.needsNoState !== true) await this.registry.ready();
    if (operation.access !== null) {
      const { to, of } = operation.access;
      this.demandAccess(to, of === 'global' ? null : this.subject());
    }
    return operation.handle(this);
  }

  // Operations take what they need of a call apart, so that these have to know it by themselves.
  readonly path = (name: string): string => decodeURIComponent(this.#options.parameters[name] ?? '');

  /** Of the path, in its one spelling; below `/subjects` an alias stands for what it means. */
  readonly subject = (): string => {
    const given = normalizeSubject(this.path('subject'));
    const isAliasable = this.#options.operation.path.includes('/subjects/');
    return isAliasable ? normalizeSubject(resolveAlias(this.registry.state, given)) : given;
  };

  /** Of configs and modes: null is the whole registry. */
  readonly scope = (): string | null => {
    const subject = this.subject();
    return subject === '' ? null : subject;
  };

  async execute(command: RegistryCommand): Promise<unknown> {
    const { registry, fetch } = this.#settings;
    const leadership = registry.leadership();
    if (leadership.isLeader) return (await registry.execute(command)) ?? NO_CONTENT;
    const { leaderUrl } = leadership;
    return forward(this.#env, this.#options.request, { fetch, leaderUrl, body: this.#bytes });
  }

  readonly mayAccess = (access: RegistryAccess, subject: string | null): boolean => {
    const { security } = this.#settings;
    if (security === null) return true;
    return this.#requester !== null && security.isAllowed(this.#requester, guardOf(access, subject));
  };

  readonly demandAccess = (access: RegistryAccess, subject: string | null): void => {
    if (this.mayAccess(access, subject)) return;
    const { operation, resource } = guardOf(access, subject);
    const what = subject === null ? 'the registry' : `subject ${subject}`;
    throw forbidden(
      `User is denied operation ${access} on ${what}: it needs ${operation} on ${resource.type} ${resource.name}`,
    );
  };

  /** Throws 401, and says to the client how it may log in. */
  async #authenticate(): Promise<void> {
    const { security } = this.#settings;
    if (security === null) return;
    const { request } = this.#options;
    const { peer } = request;
    const principal = await security.authenticate(request.header('authorization'), peer);
    if (principal === null) throw unauthorized(security.challenges);
    this.#requester = { principal, host: peer.address };
  }

  async #readBody(): Promise<void> {
    const { request } = this.#options;
    if (!isTakenAsBody(request.header('content-type'))) throw unsupportedMediaType();
    const { maxRequestBytes } = this.#settings;
    const bytes = await request.body(maxRequestBytes);
    if (bytes === null) throw bodyTooLarge(maxRequestBytes);
    this.#bytes = bytes;
  }
}
