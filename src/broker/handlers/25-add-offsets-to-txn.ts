/** AddOffsetsToTxn (key 25), versions 0 to 4 (KIP-98): adds the partition of `__consumer_offsets` that a group's offsets go to. */
import {
  addOffsetsToTxnRequest,
  addOffsetsToTxnResponse,
  Errors,
  type AddOffsetsToTxnRequest,
  type AddOffsetsToTxnResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import { GROUP_METADATA_TOPIC } from '../internal-topics.ts';
import { knownProducerFenced } from '../transaction-errors.ts';

const FIRST_VERSION_WITH_PRODUCER_FENCED = 2;

export const handler: Handler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  request: addOffsetsToTxnRequest,
  response: addOffsetsToTxnResponse,
  minVersion: 0,
  maxVersion: 4,
  async handle(request, context) {
    const { transactionalId, groupId, producerId, producerEpoch } = request;
    const { broker, apiVersion } = context;
    const transactionalIdResource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
    if (!isAuthorized(context, AclOperation.WRITE, transactionalIdResource)) {
      return { throttleTimeMs: 0, errorCode: Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code };
    }
    if (!isAuthorized(context, AclOperation.READ, { type: AclResourceType.GROUP, name: groupId })) {
      return { throttleTimeMs: 0, errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code };
    }
    const topics = [{ topic: GROUP_METADATA_TOPIC, partitions: [broker.groups.partitionOf(groupId)] }];
    const errorCode = await broker.transactions.addPartitions(
      { transactionalId, producerId, producerEpoch, topics },
      0,
    );
    return {
      throttleTimeMs: 0,
      errorCode: knownProducerFenced(errorCode, apiVersion, FIRST_VERSION_WITH_PRODUCER_FENCED),
    };
  },
};
