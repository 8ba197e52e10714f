/** One streams group on virtual time, its records written and read as the log would have them, and members that talk to it. */
import {
  newStreamsGroupHeartbeatRequest,
  newStreamsGroupHeartbeatRequestSubtopology,
  newStreamsGroupHeartbeatRequestTopicInfo,
  Reader,
  type StreamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatRequestTopology,
  type StreamsGroupHeartbeatResponse,
  Writer,
} from '#protocol';
import { createSimulation } from '#sim';
import { Alarm } from '../../runtime/alarm.ts';
import { Turn } from '../../runtime/turn.ts';
import { javaHashCode } from '../group-hash.ts';
import { removeMembers } from './remove-member.ts';
import type { StreamsGroupConfigs } from './streams-group-configs.ts';
import { onStreamsGroupAlarm } from './streams-group-deadlines.ts';
import { type HeartbeatResult, streamsGroupHeartbeat } from './streams-group-heartbeat.ts';
import {
  streamsGroupDecoder,
  type StreamsGroupRecord,
  writeStreamsGroupKey,
  writeStreamsGroupValue,
} from './streams-group-records.ts';
import { StreamsGroup } from './streams-group.ts';
import type { TaskIds } from './tasks.ts';

const CONFIGS: StreamsGroupConfigs = {
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5_000,
  numStandbyReplicas: 0,
  initialRebalanceDelayMs: 0,
  assignmentIntervalMs: 0,
  maxSize: 100,
};

/** Reads `lines`, counts by a repartitioned key. */
export const WORD_COUNT: StreamsGroupHeartbeatRequestTopology = {
  epoch: 0,
  subtopologies: [
    newStreamsGroupHeartbeatRequestSubtopology({
      subtopologyId: '0',
      sourceTopics: ['lines'],
      repartitionSinkTopics: ['words'],
    }),
    newStreamsGroupHeartbeatRequestSubtopology({
      subtopologyId: '1',
      repartitionSourceTopics: [newStreamsGroupHeartbeatRequestTopicInfo({ name: 'words' })],
      stateChangelogTopics: [newStreamsGroupHeartbeatRequestTopicInfo({ name: 'counts' })],
    }),
  ],
};

export class StreamsGroupWorld {
  readonly #simulation = createSimulation(1);
  readonly topics: Map<string, number> = new Map([['lines', 2]]);
  readonly log: StreamsGroupRecord[] = [];
  configs: StreamsGroupConfigs;
  group: StreamsGroup;

  constructor(configs: Partial<StreamsGroupConfigs> = {}) {
    this.configs = { ...CONFIGS, ...configs };
    this.group = this.#newGroup();
  }

  /** As after the coordinator starts anew: only what the log says is left. */
  restart(): void {
    this.group = this.#newGroup();
    for (const record of this.log) this.group.replay(reread(record));
    for (const memberId of this.group.members.keys()) {
      this.group.sessionDeadlines.set(memberId, this.now + this.configs.sessionTimeoutMs);
    }
  }

  get now(): number {
    return this.#simulation.env.clock.monotonic();
  }

  createTopics(result: HeartbeatResult): void {
    for (const { name, numPartitions } of result.topicsToCreate) this.topics.set(name, numPartitions);
    this.group.isMetadataStale = true;
  }

  async advance(ms: number): Promise<void> {
    await this.#simulation.advance(ms);
  }

  heartbeat(request: Partial<StreamsGroupHeartbeatRequest>): HeartbeatResult {
    const turn = this.#turn();
    const result = streamsGroupHeartbeat(this.group, turn, {
      request: newStreamsGroupHeartbeatRequest({ groupId: 'group', ...request }),
      clientId: 'client',
      clientHost: '/host',
      configs: this.configs,
      existing: (topic) => this.topics.get(topic),
      metadataHash: (topics) => this.#hash(topics),
    });
    this.#write(turn);
    return result;
  }

  leave(memberId: string): void {
    const turn = this.#turn();
    removeMembers(this.group, turn, [memberId]);
    this.#write(turn);
  }

  #hash(topics: Iterable<string>): bigint {
    const text = [...topics].sort().map((topic) => `${topic}=${this.topics.get(topic)}`);
    return BigInt(javaHashCode(text.join()));
  }

  #newGroup(): StreamsGroup {
    const alarm = new Alarm(this.#simulation.env, () => {
      const turn = this.#turn();
      const { numStandbyReplicas } = this.configs;
      onStreamsGroupAlarm(this.group, turn, { logger: this.#simulation.env.logger, numStandbyReplicas });
      this.#write(turn);
    });
    return new StreamsGroup('group', alarm);
  }

  #turn(): Turn<StreamsGroupRecord> {
    const { clock } = this.#simulation.env;
    return new Turn<StreamsGroupRecord>(clock.now(), clock.monotonic());
  }

  #write(turn: Turn<StreamsGroupRecord>): void {
    for (const record of turn.records) {
      this.log.push(record);
      this.group.replay(reread(record));
    }
  }
}

/** The record as it comes back from its bytes. */
export function reread(record: StreamsGroupRecord): StreamsGroupRecord {
  const writer = new Writer();
  writer.begin();
  writeStreamsGroupKey(writer, record);
  const key = new Reader(Buffer.from(writer.finishBuffer()));
  const decode = streamsGroupDecoder(key.int16())!;
  if (record.value === null) return decode(key, null)!;
  writer.begin();
  writeStreamsGroupValue(writer, record);
  return decode(key, new Reader(Buffer.from(writer.finishBuffer())))!;
}

/** A member that does what it is told: it remembers what it has, and tells it. */
export class WorldMember {
  readonly #world: StreamsGroupWorld;
  readonly memberId: string;
  readonly #joining: Partial<StreamsGroupHeartbeatRequest>;
  memberEpoch = 0;
  active: TaskIds[] = [];
  standby: TaskIds[] = [];
  #endpointInformationEpoch = 0;

  constructor(world: StreamsGroupWorld, memberId: string, joining: Partial<StreamsGroupHeartbeatRequest> = {}) {
    this.#world = world;
    this.memberId = memberId;
    this.#joining = { rebalanceTimeoutMs: 60_000, topology: WORD_COUNT, processId: memberId, ...joining };
  }

  /** Joins, and makes the internal topics where there are none yet. */
  join(): StreamsGroupHeartbeatResponse {
    const tasks = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
    const result = this.#send({ memberEpoch: 0, ...this.#joining, ...tasks });
    if (result.topicsToCreate.length > 0) this.#world.createTopics(result);
    return result.response;
  }

  /** A heartbeat that tells everything it has; with what comes back it goes on. */
  beat(request: Partial<StreamsGroupHeartbeatRequest> = {}): StreamsGroupHeartbeatResponse {
    const { memberEpoch, active, standby } = this;
    const owned = { activeTasks: active, standbyTasks: standby, warmupTasks: [] };
    return this.#send({ memberEpoch, ...owned, ...request }).response;
  }

  #send(request: Partial<StreamsGroupHeartbeatRequest>): HeartbeatResult {
    const result = this.#world.heartbeat({
      memberId: this.memberId,
      endpointInformationEpoch: this.#endpointInformationEpoch,
      ...request,
    });
    const { response } = result;
    if (response.errorCode !== 0) return result;
    this.memberEpoch = response.memberEpoch;
    this.#endpointInformationEpoch = response.endpointInformationEpoch;
    this.active = response.activeTasks ?? this.active;
    this.standby = response.standbyTasks ?? this.standby;
    return result;
  }
}
