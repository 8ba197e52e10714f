/** AddRaftVoter (key 80), versions 0 and 1 (KIP-853): refused, as by Kafka whose `kraft.version` is 0. */
import {
  addRaftVoterRequest,
  addRaftVoterResponse,
  newAddRaftVoterResponse,
  type AddRaftVoterRequest,
  type AddRaftVoterResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { refusalOfVoterChange } from '../static-quorum.ts';

export const handler: Handler<AddRaftVoterRequest, AddRaftVoterResponse> = {
  request: addRaftVoterRequest,
  response: addRaftVoterResponse,
  minVersion: 0,
  maxVersion: 1,
  handle: ({ clusterId }, context) => newAddRaftVoterResponse(refusalOfVoterChange(clusterId, context, 'adding')),
};
