/** RemoveRaftVoter (key 81), version 0 (KIP-853): refused, as by Kafka whose `kraft.version` is 0. */
import {
  newRemoveRaftVoterResponse,
  removeRaftVoterRequest,
  removeRaftVoterResponse,
  type RemoveRaftVoterRequest,
  type RemoveRaftVoterResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { refusalOfVoterChange } from '../static-quorum.ts';

export const handler: Handler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> = {
  request: removeRaftVoterRequest,
  response: removeRaftVoterResponse,
  minVersion: 0,
  maxVersion: 0,
  handle: ({ clusterId }, context) => newRemoveRaftVoterResponse(refusalOfVoterChange(clusterId, context, 'removing')),
};
