/**
 * One ShareFetch of a session: opens the share partitions, reads at once, and again whenever there may be more, until
 * the request's conditions are met, something has to be told, or its time is up.
 */
import { Errors } from '#protocol';
import { AnswerMemory } from '../answer-memory.ts';
import type { RequestContext } from '../handler.ts';
import type { SharePartition } from './share-partition.ts';
import { DelayedShareFetch, readShare, type ShareRead, type ShareReadLimits } from './share-reader.ts';
import { type ShareMember, topicErrorCode } from './share-request.ts';
import type { ShareSession, ShareSessionPartition } from './share-session-cache.ts';

export interface ShareFetchResult {
  readonly reads: readonly ShareRead[];
  readonly failed: readonly (ShareSessionPartition & { readonly errorCode: number })[];
}

export async function fetchShare(
  session: ShareSession,
  limits: Omit<ShareReadLimits, 'memberId' | 'allocate'> & { readonly maxWaitMs: number },
  context: RequestContext,
): Promise<ShareFetchResult> {
  const { env } = context.broker;
  const deadline = env.clock.monotonic() + limits.maxWaitMs;
  const { opened, failed } = await openAll(session, context);
  const client = new ClientPresence(context);
  const memory = new AnswerMemory(context.broker.fetchBuffers);
  context.onSent = memory.giveBack;
  try {
    for (;;) {
      memory.giveBack();
      const waitMs = failed.length > 0 || opened.length === 0 ? 0 : Math.ceil(deadline - env.clock.monotonic());
      const mayWait = waitMs > 0;
      const before = progressOf(opened);
      const readLimits = { ...limits, memberId: session.memberId, allocate: memory.allocate };
      const { reads, hasPassed, others } = await readShare(opened, readLimits, {
        mayWait,
        isGone: () => client.isGone,
      });
      if (hasPassed && !client.isGone) continue;
      if (reads.length > 0 || !mayWait || client.isGone || opened.some(({ isClosed }) => isClosed)) {
        return { reads, failed };
      }
      if (progressOf(opened) !== before) continue;
      if (others.length > 0) {
        await Promise.race(others);
        continue;
      }
      await client.park(opened, waitMs);
    }
  } finally {
    client.forget();
  }
}

/** Ends a wait when the connection closes. */
class ClientPresence {
  readonly forget: () => void;
  readonly #context: RequestContext;
  #parked: DelayedShareFetch | null = null;
  isGone = false;

  constructor(context: RequestContext) {
    this.#context = context;
    this.forget = context.client.onClosed(() => {
      this.isGone = true;
      this.#parked?.cancel();
    });
  }

  async park(sharePartitions: readonly SharePartition[], waitMs: number): Promise<void> {
    const delayed = new DelayedShareFetch();
    this.#parked = delayed;
    await delayed.park(this.#context.broker.env, sharePartitions, waitMs);
    this.#parked = null;
  }
}

/** The session's partitions, each turn beginning with another one, so that none is always last. */
function inTurn(session: ShareSession): ShareSessionPartition[] {
  const all = [...session.partitions.values()];
  if (all.length === 0) return all;
  const first = session.turn++ % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

async function openAll(
  session: ShareSession,
  context: RequestContext,
): Promise<{ opened: SharePartition[]; failed: ShareFetchResult['failed'] }> {
  const opened: SharePartition[] = [];
  const failed: (ShareSessionPartition & { errorCode: number })[] = [];
  const { groupId }: Pick<ShareMember, 'groupId'> = session;
  const { sharePartitions } = context.broker;
  const opening = inTurn(session).map(async ({ topicId, partition }) => {
    const errorCode = topicErrorCode(topicId, context);
    if (errorCode !== Errors.NONE.code) return { topicId, partition, errorCode };
    const sharePartition = await sharePartitions.open({ groupId, topicId, partition });
    return typeof sharePartition === 'number' ? { topicId, partition, errorCode: sharePartition } : sharePartition;
  });
  for (const result of await Promise.all(opening)) {
    if ('errorCode' in result) failed.push(result);
    else opened.push(result);
  }
  return { opened, failed };
}

function progressOf(sharePartitions: readonly SharePartition[]): number {
  let progress = 0;
  for (const { partition, availability } of sharePartitions) progress += partition.progress + availability;
  return progress;
}
