/**
 * WriteShareGroupState (key 85), versions 0 and 1: a leader writes what became of records (KIP-932); version 1 tells
 * how many behind the start offset are done with (KIP-1226).
 */
import {
  type WriteShareGroupStateRequest,
  writeShareGroupStateRequest,
  type WriteShareGroupStateResponse,
  writeShareGroupStateResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { forEachStatePartition } from '../share/share-state-requests.ts';

export const handler: Handler<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = {
  request: writeShareGroupStateRequest,
  response: writeShareGroupStateResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle(request, context) {
    const { shareCoordinator } = context.broker;
    const results = await forEachStatePartition(request, context, {
      answer: (key, write) => shareCoordinator.write(key, write),
      refused: (outcome) => outcome,
    });
    return { results };
  },
};
