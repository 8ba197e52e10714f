/**
 * Who leads a partition that this broker does not lead, or leads no longer in the epoch that the client knows: what answers
 * of Produce and Fetch tell, so that the client needs no Metadata request to find out (KIP-951).
 */
import { NO_LEADER } from '#metadata';
import { Errors, ZERO_UUID } from '#protocol';
import { brokerNodes } from './cluster-view.ts';
import type { RequestContext } from './handler.ts';

export interface LeaderHint {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface NodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

/** A partition by its topic's name, or by its topic's id where the version has that. */
export interface HintedPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

export const NO_LEADER_HINT: LeaderHint = { leaderId: -1, leaderEpoch: -1 };

/** The hints of one answer, and the addresses of those whom they name. */
export class LeaderHints {
  readonly #context: RequestContext;
  readonly #leaders = new Set<number>();

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** For a partition that is answered NOT_LEADER_OR_FOLLOWER or FENCED_LEADER_EPOCH; for any other error none. */
  hint(errorCode: number, { topic, topicId, partition }: HintedPartition): LeaderHint {
    if (errorCode !== Errors.NOT_LEADER_OR_FOLLOWER.code && errorCode !== Errors.FENCED_LEADER_EPOCH.code) {
      return NO_LEADER_HINT;
    }
    const { image } = this.#context.broker.metadata;
    const found = topicId === ZERO_UUID ? image.topic(topic) : image.topicById(topicId);
    const registration = found?.partitions[partition];
    if (registration === undefined) return NO_LEADER_HINT;
    const { leader, leaderEpoch } = registration;
    if (leader !== NO_LEADER) this.#leaders.add(leader);
    return { leaderId: leader, leaderEpoch };
  }

  /** As the client can reach them. */
  endpoints(): NodeEndpoint[] {
    if (this.#leaders.size === 0) return [];
    return brokerNodes(this.#context)
      .filter(({ id }) => this.#leaders.has(id))
      .map(({ id, host, port, rack }) => ({ nodeId: id, host, port, rack }));
  }
}
