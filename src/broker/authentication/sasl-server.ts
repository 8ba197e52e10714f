/**
 * A connection's login by SASL (KIP-43, KIP-152, KIP-368; Kafka's SaslServerAuthenticator): which requests may come when,
 * the exchange of tokens, and how long a session lasts.
 *
 *     [ApiVersions]  SaslHandshake v1  SaslAuthenticate…         tokens in requests and answers
 *     [ApiVersions]  SaslHandshake v0  token…                    tokens as bare frames, as before Kafka 1.0
 *
 * Invariants: before it is over no other request reaches a handler; a failure is answered after the delay that
 * `connection.failed.authentication.delay.ms` asks for, and ends the connection; who authenticates again is the same.
 */
import type { Env } from '#kernel';
import {
  Errors,
  newSaslAuthenticateResponse,
  newSaslHandshakeResponse,
  type SaslAuthenticateResponse,
  type SaslHandshakeResponse,
} from '#protocol';
import type { KafkaPrincipal } from '../authorization.ts';
import { printable, type SaslExchange, type SaslMechanism, type SaslStep } from './mechanisms/sasl-mechanism.ts';

const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;
/** SCRAM takes two tokens, a refused OAUTHBEARER two. */
const MAX_TOKENS = 8;
/** A client may authenticate again once in so long. */
const MIN_REAUTHENTICATION_INTERVAL_MS = 1000;

export interface SaslSettings {
  /** In the order in which clients are told. */
  readonly mechanisms: readonly OfferedMechanism[];
  readonly failureDelayMs: number;
  /** Before a client has authenticated. */
  readonly maxFrameBytes: number;
}

export interface OfferedMechanism {
  readonly mechanism: SaslMechanism;
  /** `connections.max.reauth.ms`; 0 for sessions without an end of their own. */
  readonly maxSessionMs: number;
}

type State =
  /** Nothing has come, or an ApiVersions that was not understood. */
  | 'begin'
  /** The versions have been told. */
  | 'handshake'
  /** SaslAuthenticate is next. */
  | 'tokens'
  /** A bare token is next. */
  | 'raw-tokens'
  | 'authenticated'
  | 'failed';

interface Login {
  readonly offered: OfferedMechanism;
  readonly exchange: SaslExchange;
  tokens: number;
}

export class SaslServer {
  readonly #env: Env;
  readonly #settings: SaslSettings;
  readonly #onAuthenticated: (principal: KafkaPrincipal) => void;
  #state: State = 'begin';
  #login: Login | null = null;
  /** Who it is, since the first login; and by which mechanism. */
  #principal: KafkaPrincipal | null = null;
  #mechanism: string | null = null;
  /** By the monotonic clock; null where the session does not end. */
  #expiresAtMs: number | null = null;
  #reauthenticatedMs = Number.NEGATIVE_INFINITY;
  /** Why the connection ends, once the answer at hand is sent. */
  #failure: string | null = null;

  constructor(env: Env, settings: SaslSettings, onAuthenticated: (principal: KafkaPrincipal) => void) {
    this.#env = env;
    this.#settings = settings;
    this.#onAuthenticated = onAuthenticated;
  }

  /** Of frames before the client has authenticated. */
  get maxFrameBytes(): number {
    return this.#settings.maxFrameBytes;
  }

  get isAuthenticated(): boolean {
    return this.#principal !== null;
  }

  /** The next frame is a token without a header. */
  get takesRawTokens(): boolean {
    return this.#state === 'raw-tokens';
  }

  /** Why the connection has to end behind the last answer; null while it need not. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Null where a request of this API may come now, else why the connection ends without an answer. */
  refusal(apiKey: number): string | null {
    switch (this.#state) {
      case 'begin':
        return apiKey === API_VERSIONS || apiKey === SASL_HANDSHAKE ? null : unexpected(apiKey);
      case 'handshake':
        return apiKey === SASL_HANDSHAKE ? null : unexpected(apiKey);
      case 'tokens':
        // Those that can say so are told ILLEGAL_SASL_STATE.
        return [API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE].includes(apiKey) ? null : unexpected(apiKey);
      case 'authenticated':
        return apiKey !== SASL_HANDSHAKE && this.#isExpired() ? 'its session has expired without another login' : null;
      default:
        return unexpected(apiKey);
    }
  }

  /** Whether ApiVersions may be answered; where not, the connection ends behind that answer. */
  mayAskVersions(): boolean {
    if (this.#state === 'begin' || this.#state === 'authenticated') return true;
    this.#fail('ApiVersions came in the middle of a login');
    return false;
  }

  /** ApiVersions was answered without an error: it may not be asked again. */
  versionsTold(): void {
    if (this.#state === 'begin') this.#state = 'handshake';
  }

  handshake(name: string, version: number): SaslHandshakeResponse | Promise<SaslHandshakeResponse> {
    const mechanisms = this.#settings.mechanisms.map(({ mechanism }) => mechanism.name);
    if (!this.#beginsLogin()) {
      const answer = newSaslHandshakeResponse({ errorCode: Errors.ILLEGAL_SASL_STATE.code });
      // Who has authenticated and has no reason to do it again is told so, and goes on.
      return this.#state === 'authenticated'
        ? answer
        : this.#refuse('a SaslHandshake came in the middle of a login', answer);
    }
    const offered = this.#settings.mechanisms.find(({ mechanism }) => mechanism.name === name);
    const isOther = this.#mechanism !== null && this.#mechanism !== name;
    if (offered === undefined || isOther) {
      const answer = newSaslHandshakeResponse({ errorCode: Errors.UNSUPPORTED_SASL_MECHANISM.code, mechanisms });
      return this.#refuse(
        `the mechanism ${printable(name)} is not ${isOther ? 'that of its session' : 'offered'}`,
        answer,
      );
    }
    this.#login = { offered, exchange: offered.mechanism.begin(), tokens: 0 };
    this.#state = version === 0 ? 'raw-tokens' : 'tokens';
    return newSaslHandshakeResponse({ mechanisms });
  }

  async authenticate(token: Buffer): Promise<SaslAuthenticateResponse> {
    if (this.#state !== 'tokens') {
      const answer = newSaslAuthenticateResponse({
        errorCode: Errors.ILLEGAL_SASL_STATE.code,
        errorMessage: 'SaslAuthenticate has no place here: no SaslHandshake came before it',
      });
      return this.#state === 'authenticated' ? answer : this.#refuse('a SaslAuthenticate came out of turn', answer);
    }
    const step = await this.#step(token);
    if (step.kind === 'failure') {
      const errorCode = Errors.SASL_AUTHENTICATION_FAILED.code;
      return this.#refuse(step.reason, newSaslAuthenticateResponse({ errorCode, errorMessage: step.message }));
    }
    const authBytes = Buffer.from(step.token);
    if (step.kind === 'challenge') return newSaslAuthenticateResponse({ authBytes });
    return newSaslAuthenticateResponse({ authBytes, sessionLifetimeMs: this.#sessionLifetimeMs() });
  }

  /** A token without a header; the answer is one too, null where the connection ends instead. */
  async rawToken(token: Buffer): Promise<Uint8Array | null> {
    const step = await this.#step(token);
    if (step.kind !== 'failure') return step.token;
    return this.#refuse(step.reason, null);
  }

  #beginsLogin(): boolean {
    if (this.#state === 'begin' || this.#state === 'handshake') return true;
    if (this.#state !== 'authenticated' || this.#expiresAtMs === null) return false;
    const now = this.#env.clock.monotonic();
    if (now - this.#reauthenticatedMs < MIN_REAUTHENTICATION_INTERVAL_MS) return false;
    this.#reauthenticatedMs = now;
    return true;
  }

  async #step(token: Buffer): Promise<SaslStep> {
    const login = this.#login!;
    if (++login.tokens > MAX_TOKENS) return endless();
    const step = await login.exchange.step(token);
    return step.kind === 'success' ? this.#succeed(step.principal, step) : step;
  }

  #succeed(principal: KafkaPrincipal, step: SaslStep & { kind: 'success' }): SaslStep {
    const before = this.#principal;
    if (before !== null && (before.name !== principal.name || before.type !== principal.type)) {
      const reason = `${printable(before.name)} authenticated again as ${printable(principal.name)}`;
      return { kind: 'failure', reason, message: 'Authentication failed: it is not the one that the session is of' };
    }
    const { mechanism, maxSessionMs } = this.#login!.offered;
    this.#state = 'authenticated';
    this.#login = null;
    this.#principal = principal;
    this.#mechanism = mechanism.name;
    this.#expiresAtMs = this.#sessionEnd(step.expiresAtMs, maxSessionMs);
    this.#onAuthenticated(principal);
    return step;
  }

  /** Whichever comes first, the end of what it showed or that of the longest session. */
  #sessionEnd(credentialExpiresAtMs: number | null, maxSessionMs: number): number | null {
    const { clock } = this.#env;
    const longest = maxSessionMs > 0 ? maxSessionMs : Number.POSITIVE_INFINITY;
    const left = credentialExpiresAtMs === null ? longest : Math.min(longest, credentialExpiresAtMs - clock.now());
    return left === Number.POSITIVE_INFINITY ? null : clock.monotonic() + Math.max(0, left);
  }

  #sessionLifetimeMs(): number {
    if (this.#expiresAtMs === null) return 0;
    return Math.max(0, Math.round(this.#expiresAtMs - this.#env.clock.monotonic()));
  }

  #isExpired(): boolean {
    return this.#expiresAtMs !== null && this.#env.clock.monotonic() > this.#expiresAtMs;
  }

  #fail(reason: string): void {
    this.#state = 'failed';
    this.#login = null;
    this.#failure = `authentication failed: ${reason}`;
  }

  /** The answer comes late, so that guessing is slow; nothing else is read meanwhile. */
  #refuse<Answer>(reason: string, answer: Answer): Promise<Answer> {
    this.#fail(reason);
    return new Promise((resolve) => {
      this.#env.scheduler.after(this.#settings.failureDelayMs, () => resolve(answer));
    });
  }
}

function unexpected(apiKey: number): string {
  return `a request with API key ${apiKey} came before the client had authenticated`;
}

function endless(): SaslStep {
  const reason = `its login did not end with ${MAX_TOKENS} tokens`;
  return { kind: 'failure', reason, message: 'Authentication failed: too many tokens' };
}
