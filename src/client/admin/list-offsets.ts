/** Offsets of logs: the ends, by time and of tiers (KIP-79, KIP-396, KIP-734, KIP-405, KIP-1005, KIP-1023). */
import { listOffsetsRequest, listOffsetsResponse } from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toLeader } from './routes.ts';
import { byTopic, partitionKey, partitionSubject } from './subjects.ts';
import { isolationLevels, type IsolationLevel } from './words.ts';

/**
 * `earliest`, `latest` (the high watermark, or the last stable offset under `read_committed`), `maxTimestamp` (the record
 * with the largest timestamp), those of tiered storage, or the first record at or after a time in ms since 1970.
 */
export type OffsetSpec =
  | 'earliest'
  | 'latest'
  | 'maxTimestamp'
  | 'earliestLocal'
  | 'latestTiered'
  | 'earliestPendingUpload'
  | { readonly timestamp: number };

/** A partition, and which of its offsets is wanted. */
export interface ListedPartition extends TopicPartition {
  /** Which offset. */
  readonly spec: OffsetSpec;
}

/** How offsets are asked for. */
export interface ListOffsetsOptions extends CallOptions {
  /** `read_uncommitted` where absent. */
  readonly isolationLevel?: IsolationLevel;
}

/** The offset that was wanted. */
export interface ListedOffset extends TopicPartition {
  /** -1 where no record is that new, or there is none of the kind. */
  readonly offset: number;
  /** Of the record at the offset, where it was looked up by time; otherwise -1. */
  readonly timestamp: number;
  /** -1 where not known. */
  readonly leaderEpoch: number;
}

/** What stands for a spec on the wire, and the first version that knows it. */
const SPECS: ReadonlyMap<unknown, readonly [timestamp: number, minVersion: number]> = new Map([
  ['latest', [-1, 1]],
  ['earliest', [-2, 1]],
  ['maxTimestamp', [-3, 7]],
  ['earliestLocal', [-4, 8]],
  ['latestTiered', [-5, 9]],
  ['earliestPendingUpload', [-6, 11]],
]);
const RPC = [listOffsetsRequest, listOffsetsResponse] as const;
/** Not a replica. */
const CONSUMER = -1;

export function listOffsets(
  context: AdminContext,
  partitions: readonly ListedPartition[],
  options: ListOffsetsOptions = {},
): Promise<ListedOffset[]> {
  const call = new AdminCall(context, 'listOffsets', options);
  const isolationLevel = isolationLevels.toWire(options.isolationLevel ?? 'read_uncommitted');
  for (const { spec } of call.list(partitions)) wireOf(spec);
  return askAbout<ListedPartition, ListedOffset>(call, partitions, {
    subject: partitionSubject,
    route: toLeader(),
    async ask(nodeId, items, answers) {
      const version = await call.versionOf(nodeId, RPC);
      const served = items.filter(({ spec }) => wireOf(spec)[1] <= version);
      for (const { topic, partition, spec } of items.filter((item) => !served.includes(item))) {
        const message = `Broker ${nodeId} has ListOffsets up to version ${version}, which does not know ${JSON.stringify(spec)}.`;
        answers.refuse(partitionKey(topic, partition), errorFor('UNSUPPORTED_VERSION', message));
      }
      if (served.length === 0) return;
      const topics = byTopic(served, ({ partition, spec }) => {
        return { partitionIndex: partition, currentLeaderEpoch: -1, timestamp: wireOf(spec)[0] };
      });
      const body = { replicaId: CONSUMER, isolationLevel, topics, timeoutMs: call.requestTimeoutMs() };
      const answer = await call.send(nodeId, RPC, body);
      for (const { name: topic, partitions: results } of answer.topics) {
        for (const result of results) {
          const { partitionIndex: partition, offset, timestamp, leaderEpoch } = result;
          const listed = { topic, partition, offset, timestamp, leaderEpoch };
          answers.add(partitionKey(topic, partition), result, () => listed);
        }
      }
    },
  });
}

function wireOf(spec: OffsetSpec): readonly [timestamp: number, minVersion: number] {
  if (typeof spec === 'object' && spec.timestamp >= 0) return [spec.timestamp, 1];
  const wire = SPECS.get(spec);
  if (wire !== undefined) return wire;
  const words = [...SPECS.keys()].join(', ');
  throw errorFor('INVALID_REQUEST', `An offset is ${words} or { timestamp } from 0, not ${JSON.stringify(spec)}`);
}
