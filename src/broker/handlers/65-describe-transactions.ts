/** DescribeTransactions (key 65), version 0 (KIP-664). Topics that the client may not describe are left out. */
import { type DescribedTransaction, undescribed } from '#coordinator';
import {
  describeTransactionsRequest,
  describeTransactionsResponse,
  Errors,
  type DescribeTransactionsRequest,
  type DescribeTransactionsResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';

export const handler: Handler<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  request: describeTransactionsRequest,
  response: describeTransactionsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle({ transactionalIds }, context) {
    const transactionStates = await Promise.all(transactionalIds.map((id) => describe(id, context)));
    return { throttleTimeMs: 0, transactionStates };
  },
};

async function describe(transactionalId: string, context: RequestContext): Promise<DescribedTransaction> {
  const resource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
  if (!isAuthorized(context, AclOperation.DESCRIBE, resource)) {
    return undescribed(transactionalId, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
  }
  const described = await context.broker.transactions.describeTransaction(transactionalId);
  const topics = described.topics.filter(({ topic }) =>
    isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TOPIC, name: topic }),
  );
  return { ...described, topics };
}
