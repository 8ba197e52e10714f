/** What an Admin is made with: Kafka's admin configs in camel case, and what only code can say. */
import { defineConfigs, type ConfigTable } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { parseOptions, type OptionsOf } from '../config/parse-options.ts';
import { COMMON_CODE_OPTIONS, openClient, type CommonCodeOptions, type OpenClient } from '../open-client.ts';
import type { AdminContext } from './admin-call.ts';

export type AdminDefinitions = Omit<CommonDefinitions, keyof typeof ownDefinitions> & typeof ownDefinitions;

const ownDefinitions = {
  'connections.max.idle.ms': {
    type: 'long',
    default: 300_000,
    min: -1,
    doc: 'A connection over which nothing went for so long is closed; -1 keeps it.',
  },
  'enable.metrics.push': {
    type: 'boolean',
    default: false,
    importance: 'low',
    doc: 'Whether metrics of the client are sent to the cluster where it asks for them (KIP-714).',
  },
  'default.api.timeout.ms': {
    type: 'int',
    default: 60_000,
    min: 0,
    doc: 'How long a call may take with all its retries, where it names no timeoutMs of its own.',
  },
} as const;

/** Those of Kafka 4.3's Admin. */
export const adminConfigs: ConfigTable<AdminDefinitions> = defineConfigs({
  ...commonDefinitions,
  ...ownDefinitions,
});

/** Kafka's admin configs in camel case (`adminConfigs`), and what is not a text. */
export type AdminOptions = OptionsOf<AdminDefinitions> & CommonCodeOptions;

/** Leaders of topics that no call was about for so long need not be kept fresh. */
const METADATA_MAX_IDLE_MS = 300_000;

/** No I/O yet. Fails with INVALID_CONFIG for options that cannot be. */
export function openAdmin(options: AdminOptions): { readonly client: OpenClient; readonly context: AdminContext } {
  const config = parseOptions('admin', adminConfigs, COMMON_CODE_OPTIONS, options);
  const client = openClient(options, {
    kind: 'admin',
    config,
    allowAutoTopicCreation: false,
    metadataMaxIdleMs: METADATA_MAX_IDLE_MS,
  });
  const { defaultApiTimeoutMs, requestTimeoutMs } = config;
  const { env } = client.context;
  return { client, context: { env, cluster: client.cluster, defaultApiTimeoutMs, requestTimeoutMs } };
}
