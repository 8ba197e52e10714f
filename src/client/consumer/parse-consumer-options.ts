/** From a consumer's options to what its parts go by. All mistakes are INVALID_CONFIG and name the option. */
import { checkFunctions, checkListener } from '../config/code-options.ts';
import { checkOptions, invalidConfig, parseOptions } from '../config/parse-options.ts';
import { assignorsFor, type GroupAssignor } from '../group/group-assignor.ts';
import { consumerConfigs, type ConsumerConfig } from './consumer-configs.ts';
import { CONSUMER_CODE_OPTIONS, type ConsumerOptions, type OnNoOffset } from './consumer-options.ts';
import { parseDuration } from './duration.ts';
import { isOnNoOffset, ON_NO_OFFSET_FORMS } from './on-no-offset.ts';

export interface ParsedConsumerOptions {
  readonly config: ConsumerConfig;
  readonly onNoOffset: OnNoOffset;
  readonly assignors: readonly GroupAssignor[];
}

const LISTENER_METHODS = ['onPartitionsAssigned', 'onPartitionsRevoked', 'onPartitionsLost'];
const BY_DURATION = 'by_duration:';

export function parseConsumerOptions(options: ConsumerOptions<never, never>): ParsedConsumerOptions {
  checkOptions('consumer', options);
  checkFunctions(options, ['keyDeserializer', 'valueDeserializer', 'groupMember']);
  checkListener('rebalanceListener', options.rebalanceListener, LISTENER_METHODS);
  const { partitionAssignmentStrategy, ...rest } = options;
  const config = parseOptions('consumer', consumerConfigs, CONSUMER_CODE_OPTIONS, rest);
  if (config.groupId === '')
    throw invalidConfig('groupId must not be empty: leave it out for a consumer without a group');
  if (options.autoOffsetReset !== undefined && options.onNoOffset !== undefined) {
    throw invalidConfig('onNoOffset is another name for autoOffsetReset: give one of them');
  }
  checkGroup(config);
  if (options.groupMember !== undefined && config.groupId === null) {
    throw invalidConfig('groupMember is the member of a group: give its groupId as well');
  }
  return {
    config,
    onNoOffset: options.onNoOffset === undefined ? resetOf(config.autoOffsetReset) : checked(options.onNoOffset),
    assignors: assignorsFor(strategies(partitionAssignmentStrategy ?? config.partitionAssignmentStrategy)),
  };
}

function checkGroup(config: ConsumerConfig): void {
  if (config.groupProtocol === 'consumer' && config.groupId === null) {
    throw invalidConfig('groupProtocol is consumer, but there is no groupId');
  }
  if (config.groupProtocol === 'classic' && config.heartbeatIntervalMs >= config.sessionTimeoutMs) {
    const { heartbeatIntervalMs, sessionTimeoutMs } = config;
    throw invalidConfig(
      `heartbeatIntervalMs (${heartbeatIntervalMs}) must be lower than sessionTimeoutMs (${sessionTimeoutMs}), a third at most`,
    );
  }
}

function strategies(given: string | readonly (string | GroupAssignor)[]): readonly (string | GroupAssignor)[] {
  const list = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : given;
  if (list.length === 0) throw invalidConfig('partitionAssignmentStrategy names no assignor');
  return list;
}

function resetOf(text: string): OnNoOffset {
  if (text === 'earliest' || text === 'latest' || text === 'none') return text;
  const durationMs = parseDuration(text.slice(BY_DURATION.length));
  if (durationMs !== null) return { durationMs };
  throw invalidConfig(`autoOffsetReset: ${text} has no ISO 8601 duration of days and below, such as by_duration:PT1H`);
}

function checked(onNoOffset: OnNoOffset): OnNoOffset {
  if (isOnNoOffset(onNoOffset)) return onNoOffset;
  throw invalidConfig(`onNoOffset must be ${ON_NO_OFFSET_FORMS}`);
}
