/** The transaction coordinator's settings, as the broker's configs say them; the table of those configs is the broker's. */
export interface TransactionCoordinatorSettings {
  /** `transaction.max.timeout.ms` and `transactional.id.expiration.ms`. */
  readonly maxTimeoutMs: number;
  readonly idExpirationMs: number;
  /** How often transactions past their timeout, and ids past their expiration, are looked for. */
  readonly abortIntervalMs: number;
  readonly expirationIntervalMs: number;
  /** How long, and how often, adding a partition waits for the transaction before it to be complete. */
  readonly addRetryMaxMs: number;
  readonly addRetryMs: number;
  readonly commitTimeoutMs: number;
  readonly loadTimeoutMs: number;
  readonly maxWaitingForLoad: number;
  /** What all transactional ids may take in memory, roughly. */
  readonly maxStateBytes: number;
}

/** The parsed broker configs that matter here, under their own names. */
export interface TransactionCoordinatorConfigs {
  readonly transactionMaxTimeoutMs: number;
  readonly transactionalIdExpirationMs: number;
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
  readonly addPartitionsToTxnRetryBackoffMs: number;
  readonly addPartitionsToTxnRetryBackoffMaxMs: number;
  readonly requestTimeoutMs: number;
}

export function transactionCoordinatorSettings(configs: TransactionCoordinatorConfigs): TransactionCoordinatorSettings {
  return {
    maxTimeoutMs: configs.transactionMaxTimeoutMs,
    idExpirationMs: configs.transactionalIdExpirationMs,
    abortIntervalMs: configs.transactionAbortTimedOutTransactionCleanupIntervalMs,
    expirationIntervalMs: configs.transactionRemoveExpiredTransactionCleanupIntervalMs,
    addRetryMaxMs: Math.min(configs.addPartitionsToTxnRetryBackoffMaxMs, configs.requestTimeoutMs),
    addRetryMs: configs.addPartitionsToTxnRetryBackoffMs,
    commitTimeoutMs: configs.requestTimeoutMs,
    loadTimeoutMs: 10_000,
    maxWaitingForLoad: 10_000,
    maxStateBytes: 256 * 1024 * 1024,
  };
}
