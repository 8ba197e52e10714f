/**
 * InitProducerId (key 22), versions 0 to 5: an id and epoch for an idempotent producer (KIP-98; recovery by epoch
 * KIP-360). Version 6, two-phase commit, is not stable in Kafka and not served. A transactional id is refused until
 * transactions are served.
 */
import {
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  newInitProducerIdResponse,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<InitProducerIdRequest, InitProducerIdResponse> = {
  request: initProducerIdRequest,
  response: initProducerIdResponse,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, { broker }) {
    const refused = (errorCode: number): InitProducerIdResponse =>
      newInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
    // The id and the epoch that a producer has go together.
    if (request.producerId < 0 !== request.producerEpoch < 0) return refused(Errors.INVALID_REQUEST.code);
    if (request.transactionalId === '') return refused(Errors.INVALID_REQUEST.code);
    if (request.transactionalId !== null) return refused(Errors.UNSUPPORTED_VERSION.code);
    // An idempotent producer that asks to go on with its id gets a new one: nothing of the old one is kept for it.
    return newInitProducerIdResponse({ producerId: await broker.producerIds.next(), producerEpoch: 0 });
  },
};
