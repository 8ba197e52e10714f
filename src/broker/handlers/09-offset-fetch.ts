/** OffsetFetch (key 9), versions 1 to 10: all topics (2), KIP-447 stable offsets (7), KIP-709 several groups (8), KIP-848 topic ids (10). */
import { offsetFetchRequest, offsetFetchResponse, type OffsetFetchRequest, type OffsetFetchResponse } from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<OffsetFetchRequest, OffsetFetchResponse> = {
  request: offsetFetchRequest,
  response: offsetFetchResponse,
  minVersion: 1,
  maxVersion: 10,
  handle: (request, context) => context.broker.groups.offsetFetch(request, groupContext(context)),
};
