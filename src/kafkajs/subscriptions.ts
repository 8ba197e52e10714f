/** Topics of a `subscribe`: by name, and by RegExp among those that there are at the moment of the call, as in kafkajs. */
import type { Admin } from '#client';
import type { ConsumerSubscribeTopic, ConsumerSubscribeTopics } from './consumer-types.ts';
import { toKafkaJSError } from './error-conversion.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

export interface TopicLookup {
  admin(): Promise<Admin>;
  /** Whether a topic that there is not is an error, since nothing makes it. */
  readonly mustExist: boolean;
}

export async function topicsOf(
  subscription: ConsumerSubscribeTopics | ConsumerSubscribeTopic,
  { admin, mustExist }: TopicLookup,
): Promise<string[]> {
  const wanted = wantedOf(subscription);
  const names = wanted.filter((one) => typeof one === 'string');
  const patterns = wanted.filter((one) => typeof one !== 'string');
  try {
    if (mustExist && names.length > 0) await (await admin()).describeTopics([...new Set(names)]);
    if (patterns.length === 0) return names;
    const listed = await (await admin()).listTopics({ listInternal: true });
    const matching = listed
      .map(({ name }) => name)
      .filter((name) => patterns.some((pattern) => matches(pattern, name)));
    return [...new Set([...names, ...matching])];
  } catch (error) {
    throw toKafkaJSError(error);
  }
}

/** Whatever its flags: a `g` would make it remember where it was. */
function matches(pattern: RegExp, name: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(name);
}

function wantedOf(subscription: ConsumerSubscribeTopics | ConsumerSubscribeTopic): (string | RegExp)[] {
  const { topic, topics } = subscription as Partial<ConsumerSubscribeTopics & ConsumerSubscribeTopic>;
  if (topics !== undefined && topics !== null && !Array.isArray(topics)) {
    throw new KafkaJSNonRetriableError('Argument "topics" must be an array');
  }
  const wanted = topics ?? (topic === undefined || topic === '' ? null : [topic]);
  if (wanted === null) throw new KafkaJSNonRetriableError('Missing required argument "topics"');
  for (const one of wanted) {
    if (typeof one === 'string' || one instanceof RegExp) continue;
    throw new KafkaJSNonRetriableError(
      `Invalid topic ${String(one)} (${typeof one}), the topic name has to be a String or a RegExp`,
    );
  }
  return wanted;
}
