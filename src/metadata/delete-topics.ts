/** DeleteTopics as a decision: by name or by id (KIP-516), each topic by itself. Its configs go with it. */
import { ZERO_UUID } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type { ApiError, DeleteTopicResult, DeleteTopicsCommand } from './commands.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { TopicImage } from './image.ts';
import { metadataRecord } from './records.ts';
import { repeated } from './repeated.ts';

type Target = DeleteTopicsCommand['topics'][number];

export function decideDeleteTopics(
  { image, settings }: ControllerContext,
  { topics, quota }: DeleteTopicsCommand,
): Decision<DeleteTopicResult[]> {
  if (!settings.deleteTopicEnable) {
    const error = apiError('TOPIC_DELETION_DISABLED');
    return { records: [], response: topics.map(({ name, topicId }) => ({ name, topicId, ...error })) };
  }
  const response: DeleteTopicResult[] = [];
  const twice = repeated(topics.map(keyOf));
  const answered = new Set<string>();
  /** Null once the topic was named twice, by its name and by its id: then it stays. */
  const toDelete = new Map<string, TopicImage | null>();
  for (const target of topics) {
    const key = keyOf(target);
    if (answered.has(key)) continue;
    answered.add(key);
    const topic = target.name === null ? image.topicById(target.topicId) : image.topic(target.name);
    const error = targetError(target, twice.has(key)) ?? (topic === undefined ? unknownTopic(target) : null);
    if (error !== null) response.push({ ...target, ...error });
    else if (topic !== undefined) toDelete.set(topic.topicId, toDelete.has(topic.topicId) ? null : topic);
  }
  const records = [];
  for (const [topicId, topic] of toDelete) {
    if (topic === null) {
      const message = 'The provided topic name maps to an ID that was already supplied.';
      const name = image.topicById(topicId)?.name ?? null;
      response.push({ name, topicId, ...apiError('INVALID_REQUEST', message) });
    } else if (quota?.tryTake(topic.partitions.length) === false) {
      response.push({ name: topic.name, topicId, ...apiError('THROTTLING_QUOTA_EXCEEDED') });
    } else {
      records.push(metadataRecord('RemoveTopicRecord', { topicId }));
      response.push({ name: topic.name, topicId, ...NO_ERROR });
    }
  }
  return { records, response };
}

function keyOf({ name, topicId }: Target): string {
  return name === null ? topicId : `${topicId} ${name}`;
}

function targetError({ name, topicId }: Target, isRepeated: boolean): ApiError | null {
  if (name === null && topicId === ZERO_UUID) {
    return apiError('INVALID_REQUEST', 'Neither topic name nor id were specified.');
  }
  if (name !== null && topicId !== ZERO_UUID) {
    return apiError('INVALID_REQUEST', 'You may not specify both topic name and topic id.');
  }
  if (!isRepeated) return null;
  return apiError('INVALID_REQUEST', name === null ? 'Duplicate topic id.' : 'Duplicate topic name.');
}

function unknownTopic({ name }: Target): ApiError {
  return apiError(name === null ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION');
}
