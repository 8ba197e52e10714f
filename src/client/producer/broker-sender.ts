/** What goes to one broker: which partitions have something for it, and how many requests are out. */
import type { PartitionQueue } from './partition-queue.ts';

export class BrokerSender {
  readonly nodeId: number;
  /** Partitions that this broker leads and that have batches, the one that has waited longest first. */
  readonly queues: Set<PartitionQueue> = new Set();
  /** Requests that are out. */
  inFlight = 0;
  /** Bytes of records that came since the last flush, by their upper bounds. */
  newBytes = 0;
  /** A flush is planned for the end of the turn. */
  isScheduled = false;
  /** Since when batches wait without any being taken; monotonic milliseconds, -1 while none waits. */
  stalledSinceMs = -1;
  /** Made once: what the end of the turn runs. */
  readonly flush: () => void;

  constructor(nodeId: number, flush: (sender: BrokerSender) => void) {
    this.nodeId = nodeId;
    this.flush = () => flush(this);
  }

  isStalled(nowMs: number, timeoutMs: number): boolean {
    return timeoutMs > 0 && this.stalledSinceMs >= 0 && nowMs - this.stalledSinceMs > timeoutMs;
  }
}
