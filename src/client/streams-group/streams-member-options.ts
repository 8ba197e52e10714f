/** What a member of a streams group is made of. Durations are milliseconds. */
import { defineConfigs, type ConfigTable } from '#kernel';
import { commonDefinitions, type CommonConfig, type CommonDefinitions } from '../config/common-configs.ts';
import { checkListener } from '../config/code-options.ts';
import { invalidConfig, parseOptions, shownValue, type OptionsOf } from '../config/parse-options.ts';
import type { ClientError } from '../errors.ts';
import { COMMON_CODE_OPTIONS, type CommonCodeOptions } from '../open-client.ts';
import type { StreamsHeartbeatConfig, StreamsTaskOffsets } from './streams-heartbeats.ts';
import type { StreamsEndpoint, StreamsGroupStatus } from './streams-statuses.ts';
import { writeTopology, type StreamsGroupTopology } from './streams-topology.ts';
import type { StreamsTaskAssignment, StreamsTaskId } from './task-assignment.ts';

/**
 * What runs the tasks. Promises are awaited, one call at a time; the coordinator hears of a change only after the calls
 * for it have resolved. A call that rejects ends the membership with `onFatal`.
 */
export interface StreamsMemberListener {
  /** Tasks that it may not keep as active: before this resolves, processed records are committed and the tasks closed. */
  onTasksRevoked(active: readonly StreamsTaskId[]): Promise<void>;
  /** All that the member has from now on, after what was revoked; called also where only standbys change. */
  onTasksAssigned(assignment: StreamsTaskAssignment): Promise<void>;
  /** All tasks may be another's already, and nothing can be committed. The member joins again by itself. */
  onTasksLost(cause: ClientError): Promise<void>;
  /** What keeps the group from its work, where that has changed; empty when all is well. */
  onStatus(statuses: readonly StreamsGroupStatus[]): void;
  /** Where which partitions are, where that has changed: members with a `userEndpoint`, this one among them. */
  onEndpoints(endpoints: readonly StreamsEndpoint[]): void;
  /** Something fails and is tried again, such as a topic that the client may not describe. */
  onError?(error: ClientError): void;
  /** The membership is over, and the member joins no more. Its tasks are lost already. */
  onFatal(error: ClientError): void;
}

/** The group, and what the member says of itself. */
export interface StreamsMembershipOptions {
  /** The application's id. Needs READ on the group and DESCRIBE on the topology's topics. */
  readonly groupId: string;
  /** Of a static member (KIP-345), where the broker has them for streams groups. */
  readonly groupInstanceId?: string | undefined;
  /** One for all members of a process, whose tasks share a directory of state. */
  readonly processId: string;
  /** How long the group waits for this member to give up tasks. */
  readonly rebalanceTimeoutMs: number;
  /** Where the member is. */
  readonly rackId?: string | undefined;
  /** What the assignor may tell members apart by. */
  readonly clientTags?: Readonly<Record<string, string>> | undefined;
  /** Where the process answers queries of other instances. */
  readonly userEndpoint?: { readonly host: string; readonly port: number } | undefined;
  /** The same for all members of the group. */
  readonly topology: StreamsGroupTopology;
  /** Asked, as often as the broker wants to know, how far the state of the tasks has come. */
  readonly taskOffsets?: (() => StreamsTaskOffsets) | undefined;
  /** What runs the tasks. */
  readonly listener: StreamsMemberListener;
}

/** The configs that all clients have, and the membership. */
export type StreamsMemberOptions = OptionsOf<CommonDefinitions> & CommonCodeOptions & StreamsMembershipOptions;

const configs: ConfigTable<CommonDefinitions> = defineConfigs(commonDefinitions);

const OWN_OPTIONS: readonly (keyof StreamsMembershipOptions)[] = [
  'groupId',
  'groupInstanceId',
  'processId',
  'rebalanceTimeoutMs',
  'rackId',
  'clientTags',
  'userEndpoint',
  'topology',
  'taskOffsets',
  'listener',
];

const LISTENER_METHODS = ['onTasksRevoked', 'onTasksAssigned', 'onTasksLost', 'onStatus', 'onEndpoints', 'onFatal'];
const MAX_PORT = 65_535;

export interface ParsedStreamsMemberOptions {
  readonly config: CommonConfig;
  readonly heartbeat: StreamsHeartbeatConfig;
}

/** Fails with INVALID_CONFIG for options that cannot be. */
export function parseStreamsMemberOptions(options: StreamsMemberOptions): ParsedStreamsMemberOptions {
  const config = parseOptions('streams member', configs, [...COMMON_CODE_OPTIONS, ...OWN_OPTIONS], options);
  const { groupId, groupInstanceId, processId, rackId, rebalanceTimeoutMs, userEndpoint } = options;
  for (const [name, value] of Object.entries({ groupId, processId })) checkText(name, value);
  for (const [name, value] of Object.entries({ groupInstanceId, rackId }))
    if (value !== undefined) checkText(name, value);
  if (!Number.isSafeInteger(rebalanceTimeoutMs) || rebalanceTimeoutMs < 1) {
    throw invalidConfig(`rebalanceTimeoutMs must be a whole number from 1 on, not ${shownValue(rebalanceTimeoutMs)}`);
  }
  if (userEndpoint !== undefined) checkEndpoint(userEndpoint);
  if (options.listener === undefined) throw invalidConfig('listener is missing: it is what runs the tasks');
  checkListener('listener', options.listener, LISTENER_METHODS);
  return {
    config,
    heartbeat: {
      groupId,
      processId,
      rebalanceTimeoutMs,
      groupInstanceId: groupInstanceId ?? null,
      rackId: rackId ?? null,
      clientTags: options.clientTags ?? {},
      userEndpoint: userEndpoint ?? null,
      topology: writeTopology(options.topology),
    },
  };
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw invalidConfig(`${name} must be a text, not ${shownValue(value)}`);
}

function checkEndpoint({ host, port }: { readonly host: unknown; readonly port: unknown }): void {
  checkText('userEndpoint.host', host);
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= MAX_PORT) return;
  throw invalidConfig(`userEndpoint.port must be a port from 1 to ${MAX_PORT}, not ${shownValue(port)}`);
}
