/**
 * WriteTxnMarkers (key 27), versions 1 and 2: ends transactions in partitions that this broker leads. Other brokers'
 * coordinators ask for it, and administrators for transactions that hang (KIP-664); it takes CLUSTER_ACTION or ALTER
 * of the cluster.
 */
import {
  Errors,
  writeTxnMarkersRequest,
  writeTxnMarkersResponse,
  type WriteTxnMarkersRequest,
  type WriteTxnMarkersRequestWritableTxnMarker,
  type WriteTxnMarkersResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { BrokerServices, Handler } from '../handler.ts';

export const handler: Handler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  request: writeTxnMarkersRequest,
  response: writeTxnMarkersResponse,
  minVersion: 1,
  maxVersion: 2,
  async handle({ markers }, context) {
    const mayWrite =
      isClusterAuthorized(context, AclOperation.CLUSTER_ACTION) || isClusterAuthorized(context, AclOperation.ALTER);
    const write = (marker: WriteTxnMarkersRequestWritableTxnMarker): Promise<readonly number[]> =>
      mayWrite ? writeMarker(marker, context.broker) : Promise.resolve(refused(marker));
    return { markers: await Promise.all(markers.map(async (marker) => resultOf(marker, await write(marker)))) };
  },
};

function refused({ topics }: WriteTxnMarkersRequestWritableTxnMarker): number[] {
  return topics.flatMap(({ partitionIndexes }) => partitionIndexes.map(() => Errors.CLUSTER_AUTHORIZATION_FAILED.code));
}

function writeMarker(
  marker: WriteTxnMarkersRequestWritableTxnMarker,
  broker: BrokerServices,
): Promise<readonly number[]> {
  const { producerId, producerEpoch, transactionResult, coordinatorEpoch, transactionVersion, topics } = marker;
  return broker.transactionMarkers.write(
    { producerId, producerEpoch, isCommit: transactionResult, coordinatorEpoch, transactionVersion },
    topics.flatMap(({ name, partitionIndexes }) => partitionIndexes.map((partition) => ({ topic: name, partition }))),
  );
}

function resultOf(
  { producerId, topics }: WriteTxnMarkersRequestWritableTxnMarker,
  errorCodes: readonly number[],
): WriteTxnMarkersResponse['markers'][number] {
  let next = 0;
  return {
    producerId,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode: errorCodes[next++]! })),
    })),
  };
}
