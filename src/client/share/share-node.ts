/**
 * One broker as a share consumer sees it: the session there, and what is to be acknowledged next. One request is on its
 * way at a time, as the session's epoch counts them.
 */
import type { Timer } from '#kernel';
import { AcknowledgementSet } from './acknowledgements.ts';
import type { AcknowledgementResult } from './share-consumer-options.ts';
import { ShareSession } from './share-session.ts';

/** A set of acknowledgements, and what becomes of it. */
export class Outcome {
  readonly set: AcknowledgementSet = new AcknowledgementSet();
  readonly done: Promise<readonly AcknowledgementResult[]>;
  #settle!: (results: readonly AcknowledgementResult[]) => void;

  constructor() {
    this.done = new Promise((resolve) => (this.#settle = resolve));
  }

  settle(results: readonly AcknowledgementResult[]): void {
    this.#settle(results);
  }
}

export class ShareNode {
  readonly nodeId: number;
  readonly session: ShareSession = new ShareSession();
  /** What goes with the next request. */
  pending: Outcome = new Outcome();
  /** What went with the one that is on its way. */
  inFlight: Outcome | null = null;
  /** Until there is nothing to do; null while there is not. */
  work: Promise<void> | null = null;
  /** There may be something new to do. */
  isToLookAgain = false;
  /** Acknowledge now, without a fetch. */
  isFlushing = false;
  isClosing = false;
  failures = 0;
  /** Monotonic: nothing is sent before. */
  notBeforeMs = 0;
  timer: Timer | null = null;

  constructor(nodeId: number) {
    this.nodeId = nodeId;
  }

  /** What is pending is on its way from now on. */
  take(): Outcome {
    const outcome = this.pending;
    this.pending = new Outcome();
    this.inFlight = outcome;
    this.isFlushing = false;
    return outcome;
  }

  /** What a commit waits for. */
  outstanding(): Promise<readonly AcknowledgementResult[]>[] {
    const outcomes = [this.inFlight, this.pending];
    return outcomes.flatMap((outcome) => (outcome === null || outcome.set.isEmpty ? [] : [outcome.done]));
  }
}

export type ShareAction = 'close' | 'fail acknowledgements' | 'acknowledge' | 'fetch' | 'wait' | 'none';

/** What to do next at a broker. `canFetch`: somebody waits for records, and there are partitions to fetch there. */
export function nextAction(node: ShareNode, { canFetch, nowMs }: { canFetch: boolean; nowMs: number }): ShareAction {
  const hasPending = !node.pending.set.isEmpty;
  if (hasPending && !node.session.isOpen) return 'fail acknowledgements';
  if (node.isClosing) return node.session.isOpen ? 'close' : 'none';
  const isDue = hasPending && (node.isFlushing || node.pending.set.hasRenewals);
  if (!isDue && !canFetch) return hasPending ? 'wait' : 'none';
  if (nowMs < node.notBeforeMs) return 'wait';
  return isDue ? 'acknowledge' : 'fetch';
}
