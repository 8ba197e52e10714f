/** DeleteTopics (key 20), versions 1 to 6. KIP-516 by topic id (6). Messages to errors (5). */
import {
  deleteTopicsRequest,
  deleteTopicsResponse,
  Errors,
  newDeleteTopicsResponse,
  ZERO_UUID,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { partitionMutationQuota } from '../quotas/partition-mutations.ts';

const FIRST_VERSION_BY_ID = 6;
const FIRST_VERSION_WITH_DISABLED = 3;
const STRICT_QUOTA_SINCE_VERSION = 5;

export const handler: Handler<DeleteTopicsRequest, DeleteTopicsResponse> = {
  request: deleteTopicsRequest,
  response: deleteTopicsResponse,
  minVersion: 1,
  maxVersion: 6,
  async handle(request, context) {
    const { broker, apiVersion } = context;
    const isById = apiVersion >= FIRST_VERSION_BY_ID;
    const topics = isById ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
    const results = await broker.metadata.submit('deleteTopics', {
      topics,
      quota: partitionMutationQuota(context, STRICT_QUOTA_SINCE_VERSION),
    });
    const responses = results.map((result) => {
      const isUnknownError =
        result.errorCode === Errors.TOPIC_DELETION_DISABLED.code && apiVersion < FIRST_VERSION_WITH_DISABLED;
      return {
        ...result,
        errorCode: isUnknownError ? Errors.INVALID_REQUEST.code : result.errorCode,
      };
    });
    return newDeleteTopicsResponse({ responses });
  },
};
