/** EndTxn (key 26), versions 0 to 5: commits or aborts a transaction (KIP-98); from 5 on its epoch rises (KIP-890). */
import { endTxnRequest, endTxnResponse, Errors, type EndTxnRequest, type EndTxnResponse } from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import { knownProducerFenced } from '../transaction-errors.ts';

const FIRST_VERSION_WITH_EPOCH_BUMP = 5;
const FIRST_VERSION_WITH_PRODUCER_FENCED = 2;

export const handler: Handler<EndTxnRequest, EndTxnResponse> = {
  request: endTxnRequest,
  response: endTxnResponse,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, context) {
    const { transactionalId, producerId, producerEpoch, committed } = request;
    const { apiVersion } = context;
    const resource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
    if (!isAuthorized(context, AclOperation.WRITE, resource)) {
      const errorCode = Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code;
      return { throttleTimeMs: 0, errorCode, producerId: -1, producerEpoch: -1 };
    }
    const ended = await context.broker.transactions.endTransaction({
      transactionalId,
      producerId,
      producerEpoch,
      isCommit: committed,
      clientTransactionVersion: apiVersion >= FIRST_VERSION_WITH_EPOCH_BUMP ? 2 : 0,
    });
    return {
      throttleTimeMs: 0,
      ...ended,
      errorCode: knownProducerFenced(ended.errorCode, apiVersion, FIRST_VERSION_WITH_PRODUCER_FENCED),
    };
  },
};
