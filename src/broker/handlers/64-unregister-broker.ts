/** UnregisterBroker (key 64), version 0 (KIP-631): of a broker that is gone for good, never of this one. */
import {
  Errors,
  newUnregisterBrokerResponse,
  unregisterBrokerRequest,
  unregisterBrokerResponse,
  type UnregisterBrokerRequest,
  type UnregisterBrokerResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<UnregisterBrokerRequest, UnregisterBrokerResponse> = {
  request: unregisterBrokerRequest,
  response: unregisterBrokerResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle({ brokerId }, context) {
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newUnregisterBrokerResponse({ errorCode, errorMessage });
    }
    const { metadata, nodeId: askedBrokerId } = context.broker;
    return newUnregisterBrokerResponse(await metadata.submit('unregisterBroker', { brokerId, askedBrokerId }));
  },
};
