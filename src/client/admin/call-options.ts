/** What every call of Admin takes besides its subject, and a word about the items of calls over several. */

/**
 * `timeoutMs` bounds the whole call with its retries (`default.api.timeout.ms` where absent); past it the call rejects
 * with REQUEST_TIMED_OUT, whose cause is the last error met. `signal` ends it earlier, with ABORTED.
 */
export interface CallOptions {
  /** In milliseconds. */
  readonly timeoutMs?: number;
  /** The signal's reason becomes the error's `cause`. */
  readonly signal?: AbortSignal;
}

/** A topic by its name or by its id (KIP-516); a text is a name. */
export type TopicReference = string | { readonly name: string } | { readonly topicId: string };
