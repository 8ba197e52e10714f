/**
 * How one listener is secured: what it shows in TLS handshakes, whom a client's certificate names, which SASL logins it
 * takes. All of it is made anew when its configs or the files that they name have changed.
 *
 * Invariant: what cannot be used changes nothing. A listener goes on with what it had, and the log says why.
 */
import {
  isKafkaError,
  KafkaError,
  type Connection,
  type Env,
  type Listener,
  type TlsListenOptions,
  type TlsServerIdentity,
} from '#kernel';
import { ANONYMOUS, type KafkaPrincipal } from '../authorization.ts';
import type { ListenerConfig } from '../config/index.ts';
import { subjectOf } from './distinguished-name.ts';
import { listenerConfigs, type ConfigTexts, type ListenerConfigs } from './listener-configs.ts';
import { printable } from './mechanisms/sasl-mechanism.ts';
import type { ScramCredentials } from './mechanisms/scram.ts';
import { parsePrincipalMapping, type PrincipalMapping } from './principal-mapping.ts';
import { saslSettings } from './sasl-mechanisms.ts';
import { SaslServer, type SaslSettings } from './sasl-server.ts';
import { identityFiles, tlsIdentity } from './tls-identity.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** TLS handshakes under way at a time. */
const MAX_HANDSHAKES = 1024;

export interface ListenerSecurityOptions {
  readonly listener: ListenerConfig;
  readonly credentials: ScramCredentials;
}

interface Secured {
  readonly identity: TlsServerIdentity | null;
  readonly mapping: PrincipalMapping;
  readonly sasl: SaslSettings | null;
  /** The files behind it, and the state they were in. */
  readonly files: readonly string[];
  readonly fingerprint: string;
}

export class ListenerSecurity {
  readonly #env: Env;
  readonly #options: ListenerSecurityOptions;
  readonly #log;
  readonly #listeners: Listener[] = [];
  #secured: Secured;
  #texts: ConfigTexts;
  #isRefreshing = false;
  /** Something changed since the last refresh began. */
  #isStale = false;

  private constructor(env: Env, options: ListenerSecurityOptions, from: { texts: ConfigTexts; secured: Secured }) {
    this.#env = env;
    this.#options = options;
    this.#log = env.logger.component('authentication');
    this.#texts = from.texts;
    this.#secured = from.secured;
  }

  /** For a listener other than a PLAINTEXT one. Fails with INVALID_CONFIG and a sentence that names the key. */
  static async open(env: Env, options: ListenerSecurityOptions, texts: ConfigTexts): Promise<ListenerSecurity> {
    return new ListenerSecurity(env, options, { texts, secured: await secure(env, options, texts) });
  }

  /** Null where the listener speaks no TLS. */
  tls(onFailure: (remoteAddress: string, reason: string) => void): TlsListenOptions | null {
    const { identity } = this.#secured;
    if (identity === null) return null;
    const bounds = { handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS, maxHandshakes: MAX_HANDSHAKES };
    return { ...identity, ...bounds, onFailure };
  }

  /** Is told of certificates that change. */
  bound(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Who is behind the connection by its certificate; a string says why it has to be closed. */
  principalOf(connection: Pick<Connection, 'getPeerX509Certificate'>): KafkaPrincipal | string {
    if (this.#options.listener.securityProtocol !== 'SSL') return ANONYMOUS;
    const certificate = connection.getPeerX509Certificate?.();
    if (certificate === undefined) return ANONYMOUS;
    const subject = subjectOf(certificate.raw);
    const name = this.#secured.mapping(subject);
    if (name === null) return `ssl.principal.mapping.rules has no rule for the certificate of ${printable(subject)}`;
    return { type: 'User', name, isTokenAuthenticated: false };
  }

  /** A login for a new connection; null where the listener asks for none. */
  newLogin(onAuthenticated: (principal: KafkaPrincipal) => void): SaslServer | null {
    const { sasl } = this.#secured;
    return sasl === null ? null : new SaslServer(this.#env, sasl, onAuthenticated);
  }

  /** The SASL mechanisms that the listener takes; none where it asks for no login. */
  get mechanisms(): readonly string[] {
    return this.#secured.sasl?.mechanisms.map(({ mechanism }) => mechanism.name) ?? [];
  }

  /** A login by a mechanism that takes one message. Null where the listener has not the mechanism, or it fails. */
  async loginAtOnce(name: string, token: Buffer): Promise<KafkaPrincipal | null> {
    const found = this.#secured.sasl?.mechanisms.find(({ mechanism }) => mechanism.name === name);
    if (found === undefined) return null;
    const step = await found.mechanism.begin().step(token);
    return step.kind === 'success' ? step.principal : null;
  }

  /** Takes up configs that have changed. */
  configsChanged(texts: ConfigTexts): Promise<void> {
    this.#texts = texts;
    return this.#refresh('configs');
  }

  /** Takes up files that have changed, if any has. */
  async lookAtFiles(): Promise<void> {
    const { files, fingerprint } = this.#secured;
    if (files.length > 0 && (await fingerprintOf(this.#env, files)) !== fingerprint) await this.#refresh('files');
  }

  close(): void {
    closeMechanisms(this.#secured.sasl);
  }

  async #refresh(what: string): Promise<void> {
    this.#isStale = true;
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#refreshOnce(what);
      }
    } finally {
      this.#isRefreshing = false;
    }
  }

  async #refreshOnce(what: string): Promise<void> {
    const { name } = this.#options.listener;
    try {
      const secured = await secure(this.#env, this.#options, this.#texts);
      if (secured.identity !== null) for (const listener of this.#listeners) listener.setIdentity?.(secured.identity);
      closeMechanisms(this.#secured.sasl);
      this.#secured = secured;
      if (what === 'files') this.#log.info('A listener has taken up its new certificates', { listener: name });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#log.error(`A listener goes on with what it had, its new ${what} cannot be used: ${error.message}`, {
        listener: name,
      });
      // The same files are not tried again.
      const fingerprint = await fingerprintOf(this.#env, this.#secured.files);
      this.#secured = { ...this.#secured, fingerprint };
    }
  }
}

async function secure(
  env: Env,
  { listener, credentials }: ListenerSecurityOptions,
  texts: ConfigTexts,
): Promise<Secured> {
  const configs = listenerConfigs(texts, listener.name);
  const isEncrypted = listener.securityProtocol.endsWith('SSL');
  const files = isEncrypted ? identityFiles(configs.values) : [];
  // Before they are read: what changes meanwhile is read again.
  const fingerprint = await fingerprintOf(env, files);
  const identity = isEncrypted ? await tlsIdentity(env.disk, listener, configs) : null;
  const scope = { env, listener: listener.name, credentials };
  const sasl = listener.securityProtocol.startsWith('SASL_') ? saslSettings(scope, configs) : null;
  return { identity, mapping: mappingOf(listener, configs), sasl, files, fingerprint };
}

function mappingOf({ name }: ListenerConfig, { values }: ListenerConfigs): PrincipalMapping {
  const mapping = parsePrincipalMapping(values.sslPrincipalMappingRules);
  if (typeof mapping === 'function') return mapping;
  const key = `listener.name.${name.toLowerCase()}.ssl.principal.mapping.rules`;
  throw new KafkaError('INVALID_CONFIG', `${key}: ${mapping}`);
}

async function fingerprintOf({ disk }: Env, files: readonly string[]): Promise<string> {
  const states = await Promise.all(files.map((file) => disk.stat(file)));
  return states.map((state) => `${state?.size} ${state?.modifiedAtMs}`).join();
}

function closeMechanisms(sasl: SaslSettings | null): void {
  for (const { mechanism } of sasl?.mechanisms ?? []) mechanism.close();
}

/** Configs or files that cannot be used, rather than a bug. */
function isRefusal(error: unknown): error is Error {
  return isKafkaError(error) || (error instanceof Error && 'code' in error && error.code === 'ERR_TLS_OPTIONS');
}
