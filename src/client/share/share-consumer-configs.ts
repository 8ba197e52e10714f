/** The configs of a share consumer, with the names and defaults of Kafka 4.3's. What other groups have and share groups lack is not among them. */
import { defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { consumingDefinitions, type ConsumingDefinitions } from '../config/consuming-configs.ts';

export type ShareConsumerDefinitions = CommonDefinitions & ConsumingDefinitions & typeof ownDefinitions;
/** The parsed values. */
export type ShareConsumerConfig = ConfigValues<ShareConsumerDefinitions>;

const ownDefinitions = {
  'group.id': {
    type: 'string',
    default: null,
    importance: 'high',
    doc: 'The share group. It has to be set; its configs at the broker (share.auto.offset.reset and others) say where it begins.',
  },
  'share.acknowledgement.mode': {
    type: 'string',
    default: 'implicit',
    validValues: ['implicit', 'explicit'],
    doc: `\`implicit\`: a record is accepted when the loop comes back for the next one. \`explicit\`: the application
      acknowledges each record.`,
  },
  'share.acquire.mode': {
    type: 'string',
    default: 'batch_optimized',
    validValues: ['batch_optimized', 'record_limit'],
    doc: `\`batch_optimized\`: whole record batches are acquired, which may be more records than max.poll.records;
      \`record_limit\`: that many at most (KIP-1206).`,
  },
  'max.poll.records': {
    type: 'int',
    default: 500,
    min: 1,
    doc: 'How many records are acquired at once, about. Each is locked from then on until it is acknowledged.',
  },
  'client.rack': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: "Where this client is, in the words of the brokers' broker.rack.",
  },
} as const;

/** Kafka 4.3's share consumer configs with types, ranges and defaults: what ShareConsumerOptions is made from. */
export const shareConsumerConfigs: ConfigTable<ShareConsumerDefinitions> = defineConfigs({
  ...commonDefinitions,
  ...consumingDefinitions,
  ...ownDefinitions,
});
