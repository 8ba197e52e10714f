/**
 * OAUTHBEARER (RFC 7628, KIP-255, KIP-768): the client's one token carries a JWT. Where that is refused, the client is told so
 * in JSON and has to send a single ^A before the exchange fails.
 */
import {
  NO_TOKEN,
  printable,
  userPrincipal,
  type SaslExchange,
  type SaslMechanism,
  type SaslStep,
} from './sasl-mechanism.ts';

/** Who a bearer token is of. */
export interface BearerClaims {
  /** The principal's name. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Looks whether a token is good; why it is not, as a sentence without the token. Never rejects. */
export interface BearerTokenValidator {
  validate(token: string): Promise<BearerClaims | string>;
  close(): void;
}

const SEPARATOR = '\u0001';
const MAX_TOKEN_BYTES = 128 * 1024;
const REFUSED: Uint8Array = Buffer.from('{"status":"invalid_token"}', 'utf8');
const MESSAGE = 'Authentication failed: the bearer token is not valid here';

export function oauthBearerMechanism(validator: BearerTokenValidator): SaslMechanism {
  return {
    name: 'OAUTHBEARER',
    begin: () => new BearerExchange(validator),
    close: () => validator.close(),
  };
}

class BearerExchange implements SaslExchange {
  readonly #validator: BearerTokenValidator;
  /** Why the token was refused, once the client has been told. */
  #refusal: string | null = null;

  constructor(validator: BearerTokenValidator) {
    this.#validator = validator;
  }

  step(token: Buffer): SaslStep | Promise<SaslStep> {
    if (this.#refusal !== null) return failure(this.#refusal);
    const login = token.length > MAX_TOKEN_BYTES ? null : parseInitialResponse(token.toString('utf8'));
    return login === null ? failure('its first message is not of the form of OAUTHBEARER') : this.#check(login);
  }

  async #check({ token, authorizationId }: InitialResponse): Promise<SaslStep> {
    const claims = await this.#validator.validate(token);
    if (typeof claims === 'string') {
      this.#refusal = claims;
      return { kind: 'challenge', token: REFUSED };
    }
    const { subject, expiresAtMs } = claims;
    if (authorizationId !== '' && authorizationId !== subject) {
      return failure(`user ${printable(subject)} asks to act as another`);
    }
    return { kind: 'success', token: NO_TOKEN, principal: userPrincipal(subject), expiresAtMs };
  }
}

interface InitialResponse {
  readonly token: string;
  readonly authorizationId: string;
}

/** `n,[a=name],^Aauth=Bearer TOKEN^A[key=value^A…]^A`; null for anything else. */
function parseInitialResponse(text: string): InitialResponse | null {
  const [header = '', ...pairs] = text.split(SEPARATOR);
  const name = /^n,(?:a=([^,]*))?,$/.exec(header);
  if (name === null || pairs.length < 3 || pairs.at(-1) !== '' || pairs.at(-2) !== '') return null;
  const values = new Map<string, string>();
  for (const pair of pairs.slice(0, -2)) {
    const equals = pair.indexOf('=');
    if (equals < 1 || !/^[A-Za-z]+$/.test(pair.slice(0, equals))) return null;
    values.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  const bearer = /^bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(values.get('auth') ?? '');
  if (bearer === null) return null;
  return { token: bearer[1]!, authorizationId: (name[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=') };
}

function failure(reason: string): SaslStep {
  return { kind: 'failure', message: MESSAGE, reason };
}
