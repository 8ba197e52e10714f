/** One streams group on virtual time, its records written and read as the log would have them, and members that talk to it. */
import {
  newStreamsGroupHeartbeatRequest,
  newStreamsGroupHeartbeatRequestSubtopology,
  newStreamsGroupHeartbeatRequestTopicInfo,
  type StreamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatRequestTopology,
  type StreamsGroupHeartbeatResponse,
} from '#protocol';
import { createSimulation } from '#sim';
import { Alarm } from '../../runtime/alarm.ts';
import { Turn } from '../../runtime/turn.ts';
import { type GroupConfigs, groupConfigTable } from '../group-config-table.ts';
import { createGroupContext } from '../group-context.ts';
import { type GroupRecord, GroupRecordSerde } from '../group-records.ts';
import { DEFAULT_SETTINGS, TopicTable } from '../group-world.testing.ts';
import { MemoryAccount, StateMemory } from '../state-memory.ts';
import { removeMember } from './remove-member.ts';
import { type HeartbeatResult, streamsGroupHeartbeat } from './streams-group-heartbeat.ts';
import { StreamsGroup } from './streams-group.ts';
import type { TaskIds } from './tasks.ts';

const AT_ONCE = { streamsInitialRebalanceDelayMs: 0, streamsAssignmentIntervalMs: 0 };

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
  readonly #serde = new GroupRecordSerde();
  readonly topics = new TopicTable();
  readonly log: GroupRecord[] = [];
  readonly #maxSize: number;
  configs: GroupConfigs;
  group: StreamsGroup;

  constructor({ maxSize = 100, ...configs }: Partial<GroupConfigs> & { maxSize?: number } = {}) {
    this.configs = { ...groupConfigTable.parse({}).values, ...AT_ONCE, ...configs };
    this.#maxSize = maxSize;
    this.topics.add('lines', 2);
    this.group = this.#newGroup();
  }

  /** As after the coordinator starts anew: only what the log says is left. */
  restart(): void {
    this.group.dispose();
    this.group = this.#newGroup();
    for (const record of this.log) this.group.replay(this.#reread(record));
    this.group.activate(this.#turn());
  }

  /** Sets the partitions of a topic, and tells the group. */
  setTopic(name: string, partitions: number): void {
    this.topics.add(name, partitions);
    this.group.onTopicsChanged(new Set([name]));
  }

  deleteTopic(name: string): void {
    this.topics.delete(name);
    this.group.onTopicsChanged(new Set([name]));
  }

  async advance(ms: number): Promise<void> {
    await this.#simulation.advance(ms);
  }

  /** Sets the wall clock. */
  jumpClock(byMs: number): void {
    this.#simulation.jumpClock(byMs);
  }

  heartbeat(request: Partial<StreamsGroupHeartbeatRequest>): HeartbeatResult {
    const turn = this.#turn();
    const result = streamsGroupHeartbeat(this.group, turn, {
      request: newStreamsGroupHeartbeatRequest({ groupId: 'group', ...request }),
      clientId: 'client',
      clientHost: '/host',
    });
    this.#write(turn);
    return result;
  }

  leave(memberId: string): void {
    const turn = this.#turn();
    removeMember(this.group, turn, memberId);
    this.#write(turn);
  }

  #newGroup(): StreamsGroup {
    const { env } = this.#simulation;
    const context = createGroupContext({
      settings: { ...DEFAULT_SETTINGS, streamsGroupMaxSize: this.#maxSize },
      logger: env.logger,
      random: env.random,
      memory: new MemoryAccount(new StateMemory(2 ** 30)),
      topics: this.topics,
      groupConfigs: () => this.configs,
      newTopicsVersion: () => 0,
    });
    return new StreamsGroup('group', {
      context,
      classicGroup: () => undefined,
      createAlarm: (ring) =>
        new Alarm(env, () => {
          const turn = this.#turn();
          ring(turn);
          this.#write(turn);
        }),
    });
  }

  #turn(): Turn<GroupRecord> {
    const { clock } = this.#simulation.env;
    return new Turn<GroupRecord>(clock.now(), clock.monotonic());
  }

  #write(turn: Turn<GroupRecord>): void {
    for (const record of turn.records) {
      this.log.push(record);
      this.group.replay(this.#reread(record));
    }
  }

  /** The record as it comes back from its bytes. */
  #reread(record: GroupRecord): GroupRecord {
    const value = this.#serde.encodeValue(record);
    const copy = value === null ? null : Buffer.from(value);
    return this.#serde.decode(Buffer.from(this.#serde.encodeKey(record)), copy)!;
  }
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
    for (const { name, numPartitions } of result.topicsToCreate) this.#world.setTopic(name, numPartitions);
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
