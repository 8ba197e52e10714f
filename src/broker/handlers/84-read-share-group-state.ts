/**
 * ReadShareGroupState (key 84), version 0: a leader reads the state of share partitions and fences the leaders before
 * it (KIP-932).
 */
import {
  type ReadShareGroupStateRequest,
  readShareGroupStateRequest,
  type ReadShareGroupStateResponse,
  readShareGroupStateResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { forEachStatePartition } from '../share/share-state-requests.ts';

export const handler: Handler<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = {
  request: readShareGroupStateRequest,
  response: readShareGroupStateResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { shareCoordinator } = context.broker;
    const results = await forEachStatePartition(request, context, {
      answer: async (key, { leaderEpoch }) => {
        const state = await shareCoordinator.read(key, leaderEpoch);
        return { ...state, stateBatches: [...state.stateBatches] };
      },
      refused: (outcome) => ({ ...outcome, stateEpoch: 0, startOffset: 0, stateBatches: [] }),
    });
    return { results };
  },
};
