/** OffsetDelete (key 47), version 0 (KIP-496). */
import {
  offsetDeleteRequest,
  offsetDeleteResponse,
  type OffsetDeleteRequest,
  type OffsetDeleteResponse,
} from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<OffsetDeleteRequest, OffsetDeleteResponse> = {
  request: offsetDeleteRequest,
  response: offsetDeleteResponse,
  minVersion: 0,
  maxVersion: 0,
  handle: (request, context) => context.broker.groups.offsetDelete(request, groupContext(context)),
};
