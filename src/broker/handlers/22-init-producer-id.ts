/**
 * InitProducerId (key 22), versions 0 to 5: an id and epoch for an idempotent producer, or for a transactional one, which
 * fences those before it (KIP-98; going on after an error KIP-360). Version 6, two-phase commit (KIP-939), is not stable
 * in Kafka and not served.
 */
import {
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  newInitProducerIdResponse,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isClusterAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { knownProducerFenced } from '../transaction-errors.ts';

const FIRST_VERSION_WITH_PRODUCER_FENCED = 4;

export const handler: Handler<InitProducerIdRequest, InitProducerIdResponse> = {
  request: initProducerIdRequest,
  response: initProducerIdResponse,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, context) {
    const { transactionalId, producerId, producerEpoch } = request;
    const { broker, apiVersion } = context;
    const refused = (errorCode: number): InitProducerIdResponse =>
      newInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
    const forbidden = forbiddenBy(transactionalId, context);
    if (forbidden !== Errors.NONE.code) return refused(forbidden);
    // The id and the epoch that a producer has go together.
    if (producerId < 0 !== producerEpoch < 0) return refused(Errors.INVALID_REQUEST.code);
    if (transactionalId === null) {
      // An idempotent producer that asks to go on with its id gets a new one: nothing of the old one is kept for it.
      return newInitProducerIdResponse({ producerId: await broker.producerIds.next(), producerEpoch: 0 });
    }
    const given = await broker.transactions.initProducerId({
      transactionalId,
      timeoutMs: request.transactionTimeoutMs,
      expected: producerId < 0 ? null : { producerId, producerEpoch },
    });
    const errorCode = knownProducerFenced(given.errorCode, apiVersion, FIRST_VERSION_WITH_PRODUCER_FENCED);
    return newInitProducerIdResponse({ ...given, errorCode });
  },
};

function forbiddenBy(transactionalId: string | null, context: RequestContext): number {
  if (transactionalId !== null) {
    const resource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
    const isAllowed = isAuthorized(context, AclOperation.WRITE, resource);
    return isAllowed ? Errors.NONE.code : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code;
  }
  if (isClusterAuthorized(context, AclOperation.IDEMPOTENT_WRITE)) return Errors.NONE.code;
  // Whoever may write to any topic at all may do so idempotently (KIP-679).
  const { authorizer } = context.broker;
  const mayWrite = authorizer?.isAllowedSomewhere(context.client, AclOperation.WRITE, AclResourceType.TOPIC) ?? true;
  return mayWrite ? Errors.NONE.code : Errors.CLUSTER_AUTHORIZATION_FAILED.code;
}
