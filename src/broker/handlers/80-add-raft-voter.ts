/** AddRaftVoter (key 80), versions 0 and 1 (KIP-853): refused, as there is one voter and never another. */
import {
  addRaftVoterRequest,
  addRaftVoterResponse,
  newAddRaftVoterResponse,
  type AddRaftVoterRequest,
  type AddRaftVoterResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { refusalOfNewVoter } from '../quorum-voters.ts';

export const handler: Handler<AddRaftVoterRequest, AddRaftVoterResponse> = {
  request: addRaftVoterRequest,
  response: addRaftVoterResponse,
  minVersion: 0,
  maxVersion: 1,
  handle: (request, context) => newAddRaftVoterResponse(refusalOfNewVoter(request, context)),
};
