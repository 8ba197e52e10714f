/** RemoveRaftVoter (key 81), version 0 (KIP-853): refused, as there is one voter and never another. */
import {
  newRemoveRaftVoterResponse,
  removeRaftVoterRequest,
  removeRaftVoterResponse,
  type RemoveRaftVoterRequest,
  type RemoveRaftVoterResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { refusalOfRemoval } from '../quorum-voters.ts';

export const handler: Handler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> = {
  request: removeRaftVoterRequest,
  response: removeRaftVoterResponse,
  minVersion: 0,
  maxVersion: 0,
  handle: (request, context) => newRemoveRaftVoterResponse(refusalOfRemoval(request, context)),
};
