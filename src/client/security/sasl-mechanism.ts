/** What a SASL mechanism is to the exchange that carries its tokens: who begins one, and who answers the server's. */

/** One mechanism with the client's credentials. */
export interface SaslMechanism {
  /** As in SaslHandshake. */
  readonly name: string;
  /** Whose login it is, for messages: `user alice`, `the OAuth token`. Never a secret. */
  readonly subject: string;
  /** What a person should check after a refusal. */
  readonly advice: string;
  /** Starts an exchange. Rejects with a ClientError where the credentials cannot be had. */
  begin(): Promise<SaslExchange>;
  close(): void;
}

/** One exchange; used once. */
export interface SaslExchange {
  readonly first: Uint8Array;
  /**
   * The answer to a token of the server; null where the client is content and has nothing to add. Throws a KafkaError
   * SASL_AUTHENTICATION_FAILED where the server's token is wrong.
   */
  next(serverToken: Uint8Array): Uint8Array | null;
  /** What the server said before it refused, where the mechanism has words for it. */
  readonly refusal?: string | undefined;
}
