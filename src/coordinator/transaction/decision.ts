/**
 * What becomes of a request, as a value: a pure function of what is known of the transactional id decides, and
 * `TransactionCoordinator` writes and answers. Where a step needs a producer id that was never given before, which takes
 * the controller, the decision says so and is made anew with one in hand.
 */
import type { TransactionMetadata } from './transaction-metadata.ts';

export type Decision =
  /** Nothing is written; NONE where there is nothing to do. */
  | { readonly kind: 'refused'; readonly errorCode: number }
  /** The id's next state; `errorCode` is what the client hears once that is committed. */
  | { readonly kind: 'step'; readonly next: TransactionMetadata; readonly errorCode: number }
  | { readonly kind: 'needs-producer-id' };

export function refused({ code }: { readonly code: number }): Decision {
  return { kind: 'refused', errorCode: code };
}

export function step(next: TransactionMetadata, errorCode: number = 0): Decision {
  return { kind: 'step', next, errorCode };
}

export const NEEDS_PRODUCER_ID: Decision = { kind: 'needs-producer-id' };
