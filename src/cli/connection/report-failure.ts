/**
 * What a cluster refused, as sentences: of a call over several items one for each that failed, for a topic that does not
 * exist the name that was probably meant, for what security refuses what to look at.
 */
import { isKafkaError, nearestName } from '#kernel';
import type { KafkaError } from '#kernel';
import { CommandEnded, ExitCode } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { complain } from '../terminal/messages.ts';

export interface ReportOptions {
  readonly surroundings: Surroundings;
  /** Whether a topic that does not exist could be made; otherwise one of those there are is meant. */
  readonly isNewTopicMeant?: boolean;
  /** Asked for where a topic does not exist. */
  readonly topicNames?: () => Promise<readonly string[]>;
}

export interface FailedItem {
  readonly item: unknown;
  readonly error: KafkaError;
}

/** Throws CommandEnded when it has told all, or the error where it is a bug or has been told already. */
export async function reportFailure(error: unknown, options: ReportOptions): Promise<never> {
  const failures = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  for (const failure of failures) {
    if (!isKafkaError(failure)) throw failure;
    for (const failed of failedItems(failure)) complain(options.surroundings, await sentence(failed.error, options));
  }
  throw new CommandEnded(ExitCode.failed);
}

/** Of a call over several items those that failed; any other error by itself. */
export function failedItems(error: KafkaError): readonly FailedItem[] {
  const results = 'results' in error && Array.isArray(error.results) ? (error.results as Partial<FailedItem>[]) : [];
  const failed = results.filter((result): result is FailedItem => result.error !== undefined);
  return failed.length > 0 ? failed : [{ item: null, error }];
}

/** Lets failures with this code pass: what was asked for is so already. */
export async function tolerating(code: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    const others = failedItems(error).filter((failed) => failed.error.code !== code);
    if (others.length === 0) return;
    throw new AggregateError(
      others.map((failed) => failed.error),
      error.message,
      { cause: error },
    );
  }
}

async function sentence(error: KafkaError, options: ReportOptions): Promise<string> {
  const topic = 'topic' in error && typeof error.topic === 'string' ? error.topic : null;
  if (error.code === 'UNKNOWN_TOPIC_OR_PARTITION' && topic !== null) return unknownTopic(error, topic, options);
  // `createTopics of topic orders failed: …`: who typed a command does not know the call.
  return error.message.replace(/^[a-z]\w+(?: of (.+?))? failed: /, (_, item?: string) =>
    item === undefined ? '' : `${item}: `,
  );
}

/** The topic is known to be missing, or only one partition of it is. */
async function unknownTopic(error: KafkaError, topic: string, options: ReportOptions): Promise<string> {
  const names = await options.topicNames?.().catch((): readonly string[] => []);
  if (names === undefined || names.includes(topic)) return error.message;
  const near = nearestName(topic, names);
  const other =
    options.isNewTopicMeant === true
      ? `make it with samsa topic create ${topic}`
      : 'samsa topic list shows what there is';
  return `there is no topic ${topic}; ${near === null ? other : `did you mean ${near}?`}`;
}
