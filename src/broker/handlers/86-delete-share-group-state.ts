/** DeleteShareGroupState (key 86), version 0: a group coordinator forgets the state of share partitions (KIP-932). */
import {
  type DeleteShareGroupStateRequest,
  deleteShareGroupStateRequest,
  type DeleteShareGroupStateResponse,
  deleteShareGroupStateResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { forEachStatePartition } from '../share/share-state-requests.ts';

export const handler: Handler<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = {
  request: deleteShareGroupStateRequest,
  response: deleteShareGroupStateResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { shareCoordinator } = context.broker;
    const results = await forEachStatePartition(request, context, {
      answer: (key) => shareCoordinator.delete(key),
      refused: (outcome) => outcome,
    });
    return { results };
  },
};
