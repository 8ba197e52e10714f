/** DescribeCluster (key 60), versions 0 to 2 (KIP-700). KIP-919 endpoint types (1), KIP-1073 fenced brokers (2). */
import {
  describeClusterRequest,
  describeClusterResponse,
  Errors,
  newDescribeClusterResponse,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
} from '#protocol';
import { authorizedClusterOperations } from '../authorized-operations.ts';
import { brokerNodes } from '../cluster-view.ts';
import type { Handler } from '../handler.ts';

const BROKERS = 1;
const CONTROLLERS = 2;
const NOT_ASKED = -(2 ** 31);

export const handler: Handler<DescribeClusterRequest, DescribeClusterResponse> = {
  request: describeClusterRequest,
  response: describeClusterResponse,
  minVersion: 0,
  maxVersion: 2,
  handle(request, context) {
    if (request.endpointType === CONTROLLERS) {
      const errorMessage = 'This listener is a broker’s; controllers are asked at their own.';
      return newDescribeClusterResponse({ errorCode: Errors.MISMATCHED_ENDPOINT_TYPE.code, errorMessage });
    }
    if (request.endpointType !== BROKERS) {
      const errorMessage = `Unsupported endpoint type ${request.endpointType}`;
      return newDescribeClusterResponse({ errorCode: Errors.UNSUPPORTED_ENDPOINT_TYPE.code, errorMessage });
    }
    const { broker } = context;
    return newDescribeClusterResponse({
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: brokerNodes(context)
        .filter(({ isFenced }) => !isFenced || request.includeFencedBrokers)
        .map(({ id, host, port, rack, isFenced }) => ({ brokerId: id, host, port, rack, isFenced })),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? authorizedClusterOperations(context)
        : NOT_ASKED,
    });
  },
};
