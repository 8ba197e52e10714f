/** InitializeShareGroupState (key 83), version 0: a group coordinator sets up the state of share partitions (KIP-932). */
import {
  type InitializeShareGroupStateRequest,
  initializeShareGroupStateRequest,
  type InitializeShareGroupStateResponse,
  initializeShareGroupStateResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { forEachStatePartition } from '../share/share-state-requests.ts';

export const handler: Handler<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> = {
  request: initializeShareGroupStateRequest,
  response: initializeShareGroupStateResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { shareCoordinator } = context.broker;
    const results = await forEachStatePartition(request, context, {
      answer: (key, { stateEpoch, startOffset }) => shareCoordinator.initialize(key, { stateEpoch, startOffset }),
      refused: (outcome) => outcome,
    });
    return { results };
  },
};
