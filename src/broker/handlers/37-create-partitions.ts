/** CreatePartitions (key 37), versions 0 to 3 (KIP-195). */
import {
  createPartitionsRequest,
  createPartitionsResponse,
  newCreatePartitionsResponse,
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<CreatePartitionsRequest, CreatePartitionsResponse> = {
  request: createPartitionsRequest,
  response: createPartitionsResponse,
  minVersion: 0,
  maxVersion: 3,
  async handle(request, { broker }) {
    return newCreatePartitionsResponse({ results: await broker.metadata.submit('createPartitions', request) });
  },
};
