/**
 * The exchange of SASL with a broker (KIP-43, KIP-152, KIP-368): SaslHandshake names the mechanism, SaslAuthenticate carries
 * its tokens until both sides are content. What a broker refuses is fatal and not tried again; the error says what it
 * refused, in the broker's words, and what to check. Passwords and tokens stand in no error, no log line and no event.
 */
import { isKafkaError, type Env, type Logger } from '#kernel';
import {
  errorForCode,
  Errors,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
  saslHandshakeRequest,
  saslHandshakeResponse,
  type SaslAuthenticateResponse,
} from '#protocol';
import { ClientError, errorFor } from '../errors.ts';
import { describePeer } from '../network/broken-connection.ts';
import type { AuthenticatedSession, AuthenticationChannel, Authenticator } from '../network/authenticator.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import { bearerMechanism } from './bearer-mechanism.ts';
import { passwordMechanism } from './password-mechanisms.ts';
import type { SaslExchange, SaslMechanism } from './sasl-mechanism.ts';
import type { SaslOptions } from './sasl-options.ts';
import { tokenSource } from './token-source.ts';

const SASL_HANDSHAKE = [saslHandshakeRequest, saslHandshakeResponse] as const;
const SASL_AUTHENTICATE = [saslAuthenticateRequest, saslAuthenticateResponse] as const;
/** Tokens of one exchange; SCRAM takes two, a refused OAUTHBEARER two. */
const MAX_ROUNDS = 8;
/** Sessions are renewed after 85 to 95 % of their lifetime, as Java's client does (KIP-368). */
const REAUTHENTICATE_AFTER = 0.85;
const REAUTHENTICATE_JITTER = 0.1;

export interface AuthenticatorContext {
  readonly env: Env;
  readonly logger: Logger;
  readonly diagnostics: ClientDiagnostics;
}

/** For options that `resolveSecurity` has checked. One per client; close it with the client. */
export function createAuthenticator(sasl: SaslOptions, context: AuthenticatorContext): Authenticator {
  const { env, logger } = context;
  const mechanism =
    sasl.mechanism === 'OAUTHBEARER'
      ? bearerMechanism(sasl, tokenSource(sasl, env, logger))
      : passwordMechanism(sasl, env);
  return new SaslAuthenticator(mechanism, context);
}

class SaslAuthenticator implements Authenticator {
  readonly #mechanism: SaslMechanism;
  readonly #env: Env;
  readonly #diagnostics: ClientDiagnostics;

  constructor(mechanism: SaslMechanism, context: AuthenticatorContext) {
    this.#mechanism = mechanism;
    this.#env = context.env;
    this.#diagnostics = context.diagnostics;
  }

  async authenticate(channel: AuthenticationChannel): Promise<AuthenticatedSession> {
    const startedAtMs = this.#env.clock.monotonic();
    try {
      const exchange = await this.#mechanism.begin();
      await handshake(this.#mechanism, channel);
      const session = this.#sessionOf(await converse(this.#mechanism, exchange, channel));
      this.#report(channel, session, this.#env.clock.monotonic() - startedAtMs);
      return session;
    } catch (error) {
      if (!isKafkaError(error, Errors.NETWORK_EXCEPTION.name)) this.#diagnostics.authenticationFailed();
      throw error;
    }
  }

  close(): void {
    this.#mechanism.close();
  }

  #sessionOf({ sessionLifetimeMs }: SaslAuthenticateResponse): AuthenticatedSession {
    if (sessionLifetimeMs <= 0) return { sessionLifetimeMs: 0, reauthenticateAfterMs: null };
    const part = REAUTHENTICATE_AFTER + REAUTHENTICATE_JITTER * this.#env.random.number();
    return { sessionLifetimeMs, reauthenticateAfterMs: Math.floor(sessionLifetimeMs * part) };
  }

  #report(channel: AuthenticationChannel, session: AuthenticatedSession, durationMs: number): void {
    const { nodeId, host, port, isReauthentication } = channel;
    this.#diagnostics.authenticated({
      nodeId,
      host,
      port,
      isReauthentication,
      mechanism: this.#mechanism.name,
      durationMs,
      sessionLifetimeMs: session.sessionLifetimeMs,
    });
  }
}

async function handshake(mechanism: SaslMechanism, channel: AuthenticationChannel): Promise<void> {
  if (channel.versionOf(SASL_HANDSHAKE) < 1 || channel.versionOf(SASL_AUTHENTICATE) < 0) {
    const message = `${describePeer(channel)} takes no SASL on this port: leave out sasl, or use the port of a SASL listener (Kafka 2.1 or newer)`;
    throw errorFor(Errors.UNSUPPORTED_VERSION, message, { nodeId: channel.nodeId, fatal: true });
  }
  const { errorCode, mechanisms } = await channel.send(SASL_HANDSHAKE, { mechanism: mechanism.name });
  if (errorCode === Errors.NONE.code) return;
  throw handshakeError(mechanism, channel, { errorCode, mechanisms });
}

function handshakeError(
  mechanism: SaslMechanism,
  channel: AuthenticationChannel,
  answer: { errorCode: number; mechanisms: readonly string[] },
): ClientError {
  const broker = describePeer(channel);
  const { nodeId } = channel;
  const entry = errorForCode(answer.errorCode);
  if (entry === Errors.UNSUPPORTED_SASL_MECHANISM) {
    const offered = answer.mechanisms.join(', ') || 'none';
    const message = `${broker} does not offer the SASL mechanism ${mechanism.name}; it offers ${offered}: change sasl.mechanism`;
    return errorFor(entry, message, { nodeId, fatal: true });
  }
  if (entry === Errors.ILLEGAL_SASL_STATE) {
    const message = `${broker} expects no SASL on this port: leave sasl out, or use the port of its SASL listener`;
    return errorFor(entry, message, { nodeId, fatal: true });
  }
  return errorFor(answer.errorCode, `${broker} refused the SASL handshake: ${entry.message}`, { nodeId });
}

/** Answers the response that ended it. */
async function converse(
  mechanism: SaslMechanism,
  exchange: SaslExchange,
  channel: AuthenticationChannel,
): Promise<SaslAuthenticateResponse> {
  let token = exchange.first;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const answer = await channel.send(SASL_AUTHENTICATE, { authBytes: token });
    if (answer.errorCode !== Errors.NONE.code) throw refusal(mechanism, exchange, { channel, answer });
    const next = nextToken(mechanism, exchange, { channel, answer });
    if (next === null) return answer;
    token = next;
  }
  const where = describePeer(channel);
  throw errorFor(
    'SASL_AUTHENTICATION_FAILED',
    `${where} did not end the ${mechanism.name} exchange in ${MAX_ROUNDS} rounds`,
  );
}

interface Answered {
  readonly channel: AuthenticationChannel;
  readonly answer: SaslAuthenticateResponse;
}

function nextToken(mechanism: SaslMechanism, exchange: SaslExchange, { channel, answer }: Answered): Uint8Array | null {
  try {
    return exchange.next(answer.authBytes);
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    const message = `${mechanism.name} with ${describePeer(channel)} failed: ${error.message}`;
    throw errorFor('SASL_AUTHENTICATION_FAILED', message, { nodeId: channel.nodeId, cause: error });
  }
}

function refusal(mechanism: SaslMechanism, exchange: SaslExchange, { channel, answer }: Answered): ClientError {
  const entry = errorForCode(answer.errorCode);
  const words = new Set([answer.errorMessage ?? entry.message, exchange.refusal ?? '']);
  words.delete('');
  const what = `${describePeer(channel)} refused the ${mechanism.name} login of ${mechanism.subject}`;
  const message = `${what} (${[...words].join('; ')}): ${mechanism.advice}`;
  return errorFor(entry, message, { nodeId: channel.nodeId, fatal: !entry.retriable });
}
