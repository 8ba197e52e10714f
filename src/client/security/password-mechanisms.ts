/**
 * PLAIN (RFC 4616) and SCRAM (RFC 5802, as Kafka has it: see `scram` in #protocol): logins with a name and a password. In
 * SCRAM the server must prove too that it knows the password: an exchange whose last message does not is refused, and so
 * is a server that would weaken the password's hash or have the client compute for seconds.
 */
import { KafkaError, type Env, type Random } from '#kernel';
import { scram } from '#protocol';
import { boundedSecret } from './credential-callbacks.ts';
import type { PasswordSaslOptions } from './sasl-options.ts';
import type { SaslExchange, SaslMechanism } from './sasl-mechanism.ts';

const NONCE_BYTES = 24;
/** Kafka's brokers make credentials of 4096 to 16384 iterations; this many take some tens of milliseconds. */
const MAX_ITERATIONS = 100_000;
const NOTHING = new Uint8Array(0);
const ADVICE = 'check sasl.username, sasl.password and sasl.mechanism';

export function passwordMechanism(options: PasswordSaslOptions, env: Env): SaslMechanism {
  const password = (): Promise<string> => boundedSecret('sasl.password', options.password, env);
  const common = {
    name: options.mechanism,
    subject: `user ${options.username}`,
    advice: ADVICE,
    close: (): void => {},
  };
  if (options.mechanism === 'PLAIN') {
    return { ...common, begin: async () => plainExchange(options.username, await password()) };
  }
  const { mechanism, username, tokenAuth } = options;
  const hash = new PasswordHash(mechanism);
  return {
    ...common,
    begin: async () => {
      const login = { username, password: await password(), tokenAuth: tokenAuth === true };
      return new ScramExchange(mechanism, hash, { ...login, nonce: nonceFrom(env.random) });
    },
  };
}

function plainExchange(username: string, password: string): SaslExchange {
  return { first: Buffer.from(`\0${username}\0${password}`, 'utf8'), next: () => null };
}

/** Printable ASCII without a comma, as RFC 5802 asks. */
function nonceFrom(random: Random): string {
  return Buffer.from(random.bytes(NONCE_BYTES)).toString('base64url');
}

/** The salted password of the last exchange, so that every further connection does not compute it again. */
class PasswordHash {
  readonly #mechanism: scram.ScramMechanism;
  #password = '';
  #salt: Uint8Array = NOTHING;
  #iterations = 0;
  #salted: Buffer | null = null;

  constructor(mechanism: scram.ScramMechanism) {
    this.#mechanism = mechanism;
  }

  salted(password: string, cost: { salt: Uint8Array; iterations: number }): Buffer {
    const isKnown =
      password === this.#password &&
      cost.iterations === this.#iterations &&
      Buffer.compare(cost.salt, this.#salt) === 0;
    if (isKnown && this.#salted !== null) return this.#salted;
    this.#salted = scram.saltedPassword(this.#mechanism, password, cost);
    this.#password = password;
    this.#salt = cost.salt;
    this.#iterations = cost.iterations;
    return this.#salted;
  }
}

interface ScramLogin {
  readonly username: string;
  readonly password: string;
  readonly tokenAuth: boolean;
  readonly nonce: string;
}

class ScramExchange implements SaslExchange {
  readonly first: Uint8Array;
  readonly #mechanism: scram.ScramMechanism;
  readonly #hash: PasswordHash;
  readonly #login: ScramLogin;
  readonly #bare: string;
  /** What the server's last message must carry; null before its first one. */
  #expected: Buffer | null = null;

  constructor(mechanism: scram.ScramMechanism, hash: PasswordHash, login: ScramLogin) {
    this.#mechanism = mechanism;
    this.#hash = hash;
    this.#login = login;
    this.#bare = scram.formatClientFirstBare(login.username, login.nonce, login.tokenAuth);
    this.first = Buffer.from(scram.GS2_HEADER + this.#bare, 'utf8');
  }

  next(serverToken: Uint8Array): Uint8Array | null {
    const message = Buffer.from(serverToken.buffer, serverToken.byteOffset, serverToken.byteLength).toString('utf8');
    if (this.#expected === null) return this.#prove(message);
    this.#verify(message, this.#expected);
    return null;
  }

  #prove(message: string): Uint8Array {
    const { nonce, salt, iterations } = scram.parseServerFirst(message);
    if (!nonce.startsWith(this.#login.nonce) || nonce.length === this.#login.nonce.length) {
      throw refused("the server's nonce does not continue the client's");
    }
    if (iterations < scram.MIN_SCRAM_ITERATIONS || iterations > MAX_ITERATIONS) {
      const range = `${scram.MIN_SCRAM_ITERATIONS} to ${MAX_ITERATIONS}`;
      throw refused(`the server asks for ${iterations} iterations of the hash, and the client takes ${range}`);
    }
    const salted = this.#hash.salted(this.#login.password, { salt, iterations });
    const withoutProof = scram.formatClientFinalWithoutProof(scram.GS2_HEADER, nonce);
    const signed = scram.authMessage(this.#bare, message, withoutProof);
    const key = scram.clientKey(this.#mechanism, salted);
    this.#expected = scram.serverSignature(this.#mechanism, scram.serverKey(this.#mechanism, salted), signed);
    const proof = scram.clientProof(this.#mechanism, key, signed);
    return Buffer.from(scram.formatClientFinal(withoutProof, proof), 'utf8');
  }

  #verify(message: string, expected: Buffer): void {
    const final = scram.parseServerFinal(message);
    if ('error' in final) throw refused(`the server says ${final.error}`);
    if (!scram.isServerSignatureValid(expected, final.signature)) {
      throw refused('the server could not prove that it knows the password: it may not be the broker that it says');
    }
  }
}

function refused(why: string): KafkaError {
  return new KafkaError('SASL_AUTHENTICATION_FAILED', why);
}
