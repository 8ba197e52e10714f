/**
 * SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802) over the credentials in the cluster's metadata, and logins with delegation
 * tokens by the extension `tokenauth=true` (KIP-48). The arithmetic is in #protocol.
 *
 * Invariant: a user who does not exist goes through the same exchange as one who does, with a salt that stays the same for
 * the same name, and is refused in its last step.
 */
import { createHmac } from 'node:crypto';
import { isKafkaError, type Random } from '#kernel';
import { scram } from '#protocol';
import type { KafkaPrincipal } from '../../authorization.ts';
import { printable, userPrincipal, type SaslExchange, type SaslMechanism, type SaslStep } from './sasl-mechanism.ts';

const NONCE_BYTES = 24;
const SALT_BYTES = 24;
const MESSAGE = 'Authentication failed: the credentials are not valid for the SASL mechanism';

/** Of whom a login may be. */
export interface ScramLogin {
  readonly credential: scram.ScramCredential;
  readonly principal: KafkaPrincipal;
  /** Null where the credential is good for ever. */
  readonly expiresAtMs: number | null;
}

export interface ScramCredentials {
  /** The credential of a user; undefined for nobody's name. */
  ofUser(user: string, mechanism: scram.ScramMechanism): scram.ScramCredential | undefined;
  /** The login with a delegation token's id; undefined where there is no such token, or no longer. */
  ofToken(tokenId: string, mechanism: scram.ScramMechanism): ScramLogin | undefined;
  /** The rounds of hashing that users have, so that a name nobody has cannot be told by them. */
  usualIterations(mechanism: scram.ScramMechanism): number;
}

export function scramMechanism(
  mechanism: scram.ScramMechanism,
  credentials: ScramCredentials,
  random: Random,
): SaslMechanism {
  const secret = random.bytes(32);
  const context = { mechanism, credentials, random, secret };
  return { name: mechanism, begin: () => new ScramExchange(context), close: () => undefined };
}

interface ScramContext {
  readonly mechanism: scram.ScramMechanism;
  readonly credentials: ScramCredentials;
  readonly random: Random;
  /** Makes the salts of users who do not exist. */
  readonly secret: Uint8Array;
}

interface Challenged {
  readonly user: string;
  /** Null where nobody has the name. */
  readonly login: ScramLogin | null;
  readonly credential: scram.ScramCredential;
  readonly gs2Header: string;
  readonly nonce: string;
  readonly bare: string;
  readonly serverFirst: string;
}

class ScramExchange implements SaslExchange {
  readonly #context: ScramContext;
  #challenged: Challenged | null = null;

  constructor(context: ScramContext) {
    this.#context = context;
  }

  step(token: Buffer): SaslStep {
    try {
      const text = token.toString('utf8');
      return this.#challenged === null ? this.#challenge(text) : this.#verify(text, this.#challenged);
    } catch (error) {
      if (!isKafkaError(error)) throw error;
      return failure(error.message);
    }
  }

  #challenge(text: string): SaslStep {
    const { user, nonce, authorizationId, extensions, gs2Header, bare } = scram.parseClientFirst(text);
    if (authorizationId !== '' && authorizationId !== user)
      return failure(`user ${printable(user)} asks to act as another`);
    const isToken = extensions.get('tokenauth')?.toLowerCase() === 'true';
    const login = (isToken ? this.#tokenLogin(user) : this.#userLogin(user)) ?? null;
    const credential = login?.credential ?? this.#dummy(user);
    const both = nonce + Buffer.from(this.#context.random.bytes(NONCE_BYTES)).toString('base64url');
    const { salt, iterations } = credential;
    const serverFirst = scram.formatServerFirst({ nonce: both, salt, iterations });
    this.#challenged = { user, login, credential, gs2Header, nonce: both, bare, serverFirst };
    return { kind: 'challenge', token: Buffer.from(serverFirst, 'utf8') };
  }

  #verify(text: string, { user, login, credential, gs2Header, nonce, bare, serverFirst }: Challenged): SaslStep {
    const { mechanism } = this.#context;
    const final = scram.parseClientFinal(text);
    if (final.gs2Header !== gs2Header || final.nonce !== nonce)
      return failure('its last message belongs to another exchange');
    const signed = scram.authMessage(bare, serverFirst, final.withoutProof);
    const isProven = scram.isClientProofValid(mechanism, credential, { proof: final.proof, signed });
    if (!isProven || login === null) {
      return failure(`user ${printable(user)} has no ${mechanism} credential, or the password is wrong`);
    }
    const signature = scram.serverSignature(mechanism, credential.serverKey, signed);
    const token = Buffer.from(scram.formatServerFinal({ signature }), 'utf8');
    return { kind: 'success', token, principal: login.principal, expiresAtMs: login.expiresAtMs };
  }

  #userLogin(user: string): ScramLogin | undefined {
    const credential = this.#context.credentials.ofUser(user, this.#context.mechanism);
    return credential === undefined ? undefined : { credential, principal: userPrincipal(user), expiresAtMs: null };
  }

  #tokenLogin(tokenId: string): ScramLogin | undefined {
    return this.#context.credentials.ofToken(tokenId, this.#context.mechanism);
  }

  /** Looks like a credential, and no password fits it. */
  #dummy(user: string): scram.ScramCredential {
    const { mechanism, credentials, secret } = this.#context;
    const salt = createHmac('sha512', secret).update(user, 'utf8').digest().subarray(0, SALT_BYTES);
    const key = Buffer.alloc(mechanism === 'SCRAM-SHA-256' ? 32 : 64);
    return { salt, storedKey: key, serverKey: key, iterations: credentials.usualIterations(mechanism) };
  }
}

function failure(reason: string): SaslStep {
  return { kind: 'failure', message: MESSAGE, reason };
}
