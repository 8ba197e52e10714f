/**
 * ReadShareGroupStateSummary (key 87), versions 0 and 1: where share partitions begin, without their batches (KIP-932);
 * version 1 tells how many records behind the start offset are done with (KIP-1226).
 */
import {
  type ReadShareGroupStateSummaryRequest,
  readShareGroupStateSummaryRequest,
  type ReadShareGroupStateSummaryResponse,
  readShareGroupStateSummaryResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { forEachStatePartition } from '../share/share-state-requests.ts';

export const handler: Handler<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> = {
  request: readShareGroupStateSummaryRequest,
  response: readShareGroupStateSummaryResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle(request, context) {
    const { shareCoordinator } = context.broker;
    const results = await forEachStatePartition(request, context, {
      answer: (key, { leaderEpoch }) => shareCoordinator.readSummary(key, leaderEpoch),
      refused: (outcome) => ({ ...outcome, stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1 }),
    });
    return { results };
  },
};
