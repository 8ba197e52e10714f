/** For tests: a member of a streams group whose tasks do nothing but be there, and take their time to come and go. */
import { assert, type Env } from '#kernel';
import { uuidFromBytes } from '#protocol';
import type { ClientError } from '../errors.ts';
import { StreamsMember } from './streams-member.ts';
import type { StreamsMemberListener, StreamsMemberOptions } from './streams-member-options.ts';
import type { StreamsEndpoint, StreamsGroupStatus } from './streams-statuses.ts';
import type { StreamsGroupTopology } from './streams-topology.ts';
import { NO_TASKS, type StreamsTaskAssignment, type StreamsTaskId } from './task-assignment.ts';

/** Words are read, put into a repartition topic, and counted in a store. */
export const WORD_COUNT: StreamsGroupTopology = {
  epoch: 0,
  subtopologies: [
    {
      subtopologyId: '0',
      sourceTopics: ['lines'],
      repartitionSinkTopics: ['words'],
      stateChangelogTopics: [],
      repartitionSourceTopics: [],
      copartitionGroups: [],
    },
    {
      subtopologyId: '1',
      sourceTopics: [],
      repartitionSinkTopics: [],
      stateChangelogTopics: [{ name: 'counts', partitions: 0, replicationFactor: 0, topicConfigs: {} }],
      repartitionSourceTopics: [{ name: 'words', partitions: 0, replicationFactor: 0, topicConfigs: {} }],
      copartitionGroups: [],
    },
  ],
};

export interface TestStreamsMemberOptions extends Partial<StreamsMemberOptions> {
  readonly env: Env;
  readonly bootstrapServers: string;
  /** Up to how long a call of the listener takes. */
  readonly slownessMs?: number;
  /** Called whenever its active tasks have changed. */
  readonly onActive?: (member: TestStreamsMember) => void;
}

export class TestStreamsMember implements StreamsMemberListener {
  readonly member: StreamsMember;
  /** `-0_1` for a task revoked, `=0_1 1_1` for all that it then has as active, `!` for what was lost, in order. */
  readonly events: string[] = [];
  assignment: StreamsTaskAssignment = NO_TASKS;
  active: Set<string> = new Set();
  statuses: readonly StreamsGroupStatus[] = [];
  /** Of the membership, when the statuses came. */
  stateWhenTold: StreamsMember['state'] = 'unsubscribed';
  endpoints: readonly StreamsEndpoint[] = [];
  readonly errors: ClientError[] = [];
  fatal: ClientError | null = null;
  /** While set, a revocation waits for it. */
  handler: Promise<void> | null = null;
  /** While set, calls for new tasks fail with it. */
  failure: Error | null = null;
  readonly #options: TestStreamsMemberOptions;
  #isInCall = false;

  constructor({ slownessMs, onActive, ...options }: TestStreamsMemberOptions) {
    const { env } = options;
    this.#options = { slownessMs: slownessMs ?? 0, env, bootstrapServers: '', ...(onActive && { onActive }) };
    this.member = new StreamsMember({
      groupId: 'app',
      processId: uuidFromBytes(env.random.bytes(16)),
      rebalanceTimeoutMs: 60_000,
      topology: WORD_COUNT,
      listener: this,
      ...options,
    });
  }

  start(): this {
    this.member.start();
    return this;
  }

  get activeNames(): string[] {
    return [...this.active].sort();
  }

  get standbyNames(): string[] {
    return this.assignment.standby.map(nameOf);
  }

  onTasksRevoked(active: readonly StreamsTaskId[]): Promise<void> {
    return this.#call(async () => {
      await this.handler;
      for (const task of active.map(nameOf)) {
        assert(this.active.delete(task), `${task} is revoked, and was not there`);
        this.events.push(`-${task}`);
      }
    });
  }

  onTasksAssigned(assignment: StreamsTaskAssignment): Promise<void> {
    return this.#call(async () => {
      if (this.failure !== null) throw this.failure;
      const next = new Set(assignment.active.map(nameOf));
      for (const task of this.active) assert(next.has(task), `${task} was not revoked`);
      this.active = next;
      this.assignment = assignment;
      this.events.push(`=${this.activeNames.join(' ')}`);
      this.#options.onActive?.(this);
    });
  }

  onTasksLost(): Promise<void> {
    return this.#call(async () => {
      this.active = new Set();
      this.assignment = NO_TASKS;
      this.events.push('!');
    });
  }

  onStatus(statuses: readonly StreamsGroupStatus[]): void {
    this.statuses = statuses;
    this.stateWhenTold = this.member.state;
  }

  onEndpoints(endpoints: readonly StreamsEndpoint[]): void {
    this.endpoints = endpoints;
  }

  onError(error: ClientError): void {
    this.errors.push(error);
  }

  onFatal(error: ClientError): void {
    this.fatal = error;
  }

  async #call(work: () => Promise<void>): Promise<void> {
    assert(!this.#isInCall, 'two calls of the listener at a time');
    this.#isInCall = true;
    try {
      const { slownessMs = 0, env } = this.#options;
      if (slownessMs > 0) {
        await new Promise<void>((resolve) => void env.scheduler.after(env.random.number() * slownessMs, resolve));
      }
      await work();
    } finally {
      this.#isInCall = false;
    }
  }
}

export function nameOf({ subtopologyId, partition }: StreamsTaskId): string {
  return `${subtopologyId}_${partition}`;
}
