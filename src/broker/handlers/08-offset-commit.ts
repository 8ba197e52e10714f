/** OffsetCommit (key 8), versions 2 to 10: KIP-211 retention, KIP-320 leader epochs (6), KIP-345 static members (7), KIP-848 topic ids (10). */
import {
  offsetCommitRequest,
  offsetCommitResponse,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
} from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<OffsetCommitRequest, OffsetCommitResponse> = {
  request: offsetCommitRequest,
  response: offsetCommitResponse,
  minVersion: 2,
  maxVersion: 10,
  handle: (request, context) => context.broker.groups.offsetCommit(request, groupContext(context)),
};
