/** For tests of this module: a controller whose decisions are replayed at once, and images as plain values. */
import { SeededRandom } from '#sim';
import type { CommandName, Commands } from './commands.ts';
import { ConfigResourceType } from './config-resource.ts';
import { Controller } from './controller.ts';
import type { ConfigRules, ControllerSettings } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import type { MetadataRecord } from './records.ts';
import { apiError } from './api-error.ts';

/** `retention.ms` is a number, `cleanup.policy` a list, everything else unknown. */
export const testConfigRules: ConfigRules = {
  validate(_resource, configs) {
    for (const [key, value] of configs) {
      if (key === 'cleanup.policy') continue;
      if (key !== 'retention.ms') return apiError('INVALID_CONFIG', `Unknown topic config name: ${key}`);
      if (!/^-?\d+$/.test(value)) return apiError('INVALID_CONFIG', `Invalid value ${value} for configuration ${key}`);
    }
    return null;
  },
  isList: (_type, key) => key === 'cleanup.policy',
  defaultValue: (_type, key) => (key === 'cleanup.policy' ? 'delete' : null),
};

export const testSettings: ControllerSettings = {
  defaultNumPartitions: 2,
  defaultReplicationFactor: 1,
  clampReplicationFactor: false,
  deleteTopicEnable: true,
};

export const BOOTSTRAP: Commands['bootstrap']['command'] = { features: [], topics: [], brokerId: 1, nextProducerId: 0 };

export function brokerCommand(brokerId: number, rack: string | null = null): Commands['registerBroker']['command'] {
  return {
    brokerId,
    incarnationId: 'bCbLZNhtT_24VQqQoV2IRw',
    endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092 + brokerId, securityProtocol: 0 }],
    features: [],
    rack,
    logDirs: ['TLKJZ-LI9s9msOdkOsQA8w'],
    wasUncleanShutdown: false,
  };
}

export class TestController {
  readonly controller: Controller;
  readonly log: MetadataRecord[] = [];

  constructor({ brokers = 1, ...settings }: Partial<ControllerSettings> & { brokers?: number } = {}) {
    this.controller = new Controller({
      settings: { ...testSettings, ...settings },
      configRules: testConfigRules,
      random: new SeededRandom(7),
    });
    for (let id = 1; id <= brokers; id++) this.run('registerBroker', brokerCommand(id));
  }

  get image(): MetadataImage {
    return this.controller.image;
  }

  run<K extends CommandName>(name: K, command: Commands[K]['command']): Commands[K]['response'] {
    const { records, response } = this.controller.handle(name, command);
    for (const record of records) this.controller.replay(record);
    this.log.push(...records);
    return response;
  }

  create(...names: string[]): void {
    this.run('createTopics', { topics: names.map((name) => newTopic({ name })), validateOnly: false });
  }

  /** The answer for one topic. */
  createTopic(topic: Partial<NewTopic>, validateOnly = false): Commands['createTopics']['response'][number] {
    return this.run('createTopics', { topics: [newTopic(topic)], validateOnly })[0]!;
  }

  configs(topic: string): Record<string, string> {
    return Object.fromEntries(this.image.configs(ConfigResourceType.TOPIC, topic));
  }
}

export type NewTopic = Commands['createTopics']['command']['topics'][number];

export function newTopic(topic: Partial<NewTopic>): NewTopic {
  return { name: 'topic', numPartitions: -1, replicationFactor: -1, assignments: [], configs: [], ...topic };
}

/** Everything that an image tells, in one order. */
export function imageValue(image: MetadataImage): unknown {
  const configs = [...image.configResources()].map((key) => {
    const [type = '', ...name] = key.split(':');
    return [key, Object.fromEntries(image.configs(Number(type), name.join(':')))] as const;
  });
  return {
    topics: [...image.topics.values()],
    byId: [...image.topics.values()].map(({ topicId }) => image.topicById(topicId)?.name),
    colliding: [...image.topics.keys()].map((name) => image.collidingTopic(name.replaceAll('_', '.'))),
    brokers: Object.fromEntries(image.brokers),
    configs: Object.fromEntries(configs),
    access: image.access.records(),
    features: Object.fromEntries(image.features),
    nextProducerId: image.nextProducerId,
    partitionCount: image.partitionCount,
  };
}
