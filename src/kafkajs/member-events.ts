/** HEARTBEAT, as it follows from the requests of a consumer. */
import type { Consumer as ClientConsumer } from '#client';
import type { ConsumerPayloads } from './consumer-types.ts';
import type { RequestPayload } from './instrumentation.ts';

/** Null for any other request. */
export function heartbeatOf(
  { apiName }: RequestPayload,
  consumer: ClientConsumer | null,
): ConsumerPayloads['consumer.heartbeat'] | null {
  if (apiName !== 'Heartbeat' || consumer === null) return null;
  const { groupId, memberId, generationId } = consumer.groupMetadata();
  return { groupId, memberId, groupGenerationId: generationId };
}
