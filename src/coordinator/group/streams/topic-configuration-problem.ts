/** What keeps a streams group from working, as its members are told in the statuses of a heartbeat (KIP-1071). */

/** The status codes of StreamsGroupHeartbeat's response. */
export const StreamsGroupStatus = {
  STALE_TOPOLOGY: 0,
  MISSING_SOURCE_TOPICS: 1,
  INCORRECTLY_PARTITIONED_TOPICS: 2,
  MISSING_INTERNAL_TOPICS: 3,
  SHUTDOWN_APPLICATION: 4,
  ASSIGNMENT_DELAYED: 5,
} as const;

export interface TopicConfigurationProblem {
  readonly status: number;
  readonly detail: string;
}

/** Ends the configuration of a topology where the cluster's topics do not fit it; it never leaves this module. */
export class TopicConfigurationError extends Error {
  readonly problem: TopicConfigurationProblem;

  constructor(status: keyof typeof StreamsGroupStatus, detail: string) {
    super(detail);
    this.problem = { status: StreamsGroupStatus[status], detail };
  }
}

const MOST_TOPICS_NAMED = 3;

/** The first few by name, and how many more there are. */
export function summarizeTopics(topics: readonly string[]): string {
  const named = topics.slice(0, MOST_TOPICS_NAMED).join(', ');
  const more = topics.length - MOST_TOPICS_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
