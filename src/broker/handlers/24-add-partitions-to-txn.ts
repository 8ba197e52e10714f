/**
 * AddPartitionsToTxn (key 24), versions 0 to 5. Up to 3 from producers (KIP-98), for one transaction; from 4 on from
 * brokers (KIP-890), for several and perhaps only to look, which takes CLUSTER_ACTION. One partition that cannot be added
 * keeps all others out.
 */
import {
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
  Errors,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnRequestTransaction,
  type AddPartitionsToTxnResponse,
  type AddPartitionsToTxnResponseTopicResult,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isClusterAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { knownProducerFenced } from '../transaction-errors.ts';

const FIRST_VERSION_OF_BROKERS = 4;
const FIRST_VERSION_WITH_EPOCH_BUMP = 5;
const FIRST_VERSION_WITH_PRODUCER_FENCED = 2;

export const handler: Handler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  request: addPartitionsToTxnRequest,
  response: addPartitionsToTxnResponse,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, context) {
    const response: AddPartitionsToTxnResponse = {
      throttleTimeMs: 0,
      errorCode: Errors.NONE.code,
      resultsByTransaction: [],
      resultsByTopicV3AndBelow: [],
    };
    if (context.apiVersion < FIRST_VERSION_OF_BROKERS) {
      const transaction = {
        transactionalId: request.v3AndBelowTransactionalId,
        producerId: request.v3AndBelowProducerId,
        producerEpoch: request.v3AndBelowProducerEpoch,
        topics: request.v3AndBelowTopics,
        verifyOnly: false,
      };
      return { ...response, resultsByTopicV3AndBelow: await fromProducer(transaction, context) };
    }
    if (!isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
      return { ...response, errorCode: Errors.CLUSTER_AUTHORIZATION_FAILED.code };
    }
    for (const transaction of request.transactions) {
      const topicResults = await add(transaction, context, () => Errors.NONE.code);
      response.resultsByTransaction.push({ transactionalId: transaction.transactionalId, topicResults });
    }
    return response;
  },
};

type Transaction = AddPartitionsToTxnRequestTransaction;
type Results = AddPartitionsToTxnResponseTopicResult[];

async function fromProducer(transaction: Transaction, context: RequestContext): Promise<Results> {
  const { transactionalId } = transaction;
  const resource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
  if (!isAuthorized(context, AclOperation.WRITE, resource)) {
    return resultsOf(transaction, () => Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
  }
  return add(transaction, context, (topic) =>
    isAuthorized(context, AclOperation.WRITE, { type: AclResourceType.TOPIC, name: topic })
      ? Errors.NONE.code
      : Errors.TOPIC_AUTHORIZATION_FAILED.code,
  );
}

async function add(
  transaction: Transaction,
  { broker, apiVersion }: RequestContext,
  forbidden: (topic: string) => number,
): Promise<Results> {
  const errorOf = (topic: string, partition: number): number => {
    const errorCode = forbidden(topic);
    if (errorCode !== Errors.NONE.code) return errorCode;
    const known = broker.metadata.image.topic(topic)?.partitions.length ?? 0;
    return partition >= 0 && partition < known ? Errors.NONE.code : Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  };
  const checked = resultsOf(transaction, errorOf);
  const isRefused = checked.some(({ resultsByPartition }) =>
    resultsByPartition.some(({ partitionErrorCode }) => partitionErrorCode !== Errors.NONE.code),
  );
  if (isRefused) {
    return resultsOf(
      transaction,
      (topic, partition) => errorOf(topic, partition) || Errors.OPERATION_NOT_ATTEMPTED.code,
    );
  }
  const { transactionalId, producerId, producerEpoch } = transaction;
  const topics = transaction.topics.map(({ name, partitions }) => ({ topic: name, partitions }));
  const request = { transactionalId, producerId, producerEpoch, topics };
  if (transaction.verifyOnly) {
    const errorCodes = await broker.transactions.verifyPartitions(request);
    let next = 0;
    return resultsOf(transaction, () => errorCodes[next++]!);
  }
  const transactionVersion = apiVersion >= FIRST_VERSION_WITH_EPOCH_BUMP ? 2 : 0;
  const errorCode = await broker.transactions.addPartitions(request, transactionVersion);
  return resultsOf(transaction, () => knownProducerFenced(errorCode, apiVersion, FIRST_VERSION_WITH_PRODUCER_FENCED));
}

function resultsOf({ topics }: Transaction, errorOf: (topic: string, partition: number) => number): Results {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: errorOf(name, partitionIndex),
    })),
  }));
}
