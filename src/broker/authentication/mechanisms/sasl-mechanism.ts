/**
 * What a SASL mechanism is to the broker: it begins an exchange for each login, and the exchange answers the client's
 * tokens until it knows who the client is, or that it is nobody.
 */
import type { KafkaPrincipal } from '../../authorization.ts';

export interface SaslMechanism {
  /** As clients name it, `SCRAM-SHA-256`. */
  readonly name: string;
  begin(): SaslExchange;
  /** Ends what it does in the background. */
  close(): void;
}

export interface SaslExchange {
  /** Takes the client's next token. Whatever the token holds, the outcome is a step; nothing is thrown. */
  step(token: Buffer): SaslStep | Promise<SaslStep>;
}

export type SaslStep = SaslChallenge | SaslSuccess | SaslFailure;

/** The client has to answer this. */
export interface SaslChallenge {
  readonly kind: 'challenge';
  readonly token: Uint8Array;
}

export interface SaslSuccess {
  readonly kind: 'success';
  /** The last word to the client. */
  readonly token: Uint8Array;
  readonly principal: KafkaPrincipal;
  /** When what it showed is no longer good, in milliseconds since the epoch; null where it is for ever. */
  readonly expiresAtMs: number | null;
}

export interface SaslFailure {
  readonly kind: 'failure';
  /** For the client: nothing that tells whether a user exists. */
  readonly message: string;
  /** For the broker's log, without secrets. */
  readonly reason: string;
}

export const NO_TOKEN: Uint8Array = new Uint8Array(0);

/** A user who authenticated with a name. */
export function userPrincipal(name: string): KafkaPrincipal {
  return { type: 'User', name, isTokenAuthenticated: false };
}

/** A name as it may stand in a line of the log: clients choose it. */
export function printable(text: string): string {
  const cut = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return JSON.stringify(cut).slice(1, -1);
}
