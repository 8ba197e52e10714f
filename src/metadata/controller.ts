/**
 * The controller as a state machine: `handle` decides over its image what a command comes to, as records and an answer,
 * and changes nothing; `replay` of the records is what changes it. Decisions of one run build on each other before
 * they are durable, so the controller's image is ahead of the one that the broker reads.
 */
import type { Random } from '#kernel';
import { decideCreateAcls, decideDeleteAcls } from './alter-acls.ts';
import { decideAlterClientQuotas } from './alter-client-quotas.ts';
import { decideAlterConfigs, decideIncrementalAlterConfigs } from './alter-configs.ts';
import { decideAlterUserScramCredentials } from './alter-scram-credentials.ts';
import { decideBootstrap } from './bootstrap.ts';
import {
  decideAllocateProducerIds,
  decideRegisterBroker,
  decideSetFeatureLevels,
  decideUnregisterBroker,
} from './brokers-and-features.ts';
import type { CommandName, Commands } from './commands.ts';
import type { ConfigRules, ControllerContext, ControllerSettings, Decision } from './controller-context.ts';
import { decideCreatePartitions } from './create-partitions.ts';
import { decideCreateTopics } from './create-topics.ts';
import {
  decideCreateDelegationToken,
  decideExpireDelegationToken,
  decideRenewDelegationToken,
  decideSweepDelegationTokens,
} from './delegation-tokens.ts';
import { decideDeleteTopics } from './delete-topics.ts';
import { decideElectLeaders } from './elect-leaders.ts';
import { MetadataImage } from './image.ts';
import { decideAlterReassignments } from './reassign-partitions.ts';
import type { MetadataRecord } from './records.ts';
import { decideUpdateFeatures } from './update-features.ts';

type Decide<K extends CommandName> = (
  context: ControllerContext,
  command: Commands[K]['command'],
) => Decision<Commands[K]['response']>;

const decisions: { readonly [K in CommandName]: Decide<K> } = {
  bootstrap: decideBootstrap,
  registerBroker: decideRegisterBroker,
  setFeatureLevels: decideSetFeatureLevels,
  updateFeatures: decideUpdateFeatures,
  unregisterBroker: decideUnregisterBroker,
  electLeaders: decideElectLeaders,
  alterReassignments: decideAlterReassignments,
  createTopics: decideCreateTopics,
  deleteTopics: decideDeleteTopics,
  createPartitions: decideCreatePartitions,
  incrementalAlterConfigs: decideIncrementalAlterConfigs,
  alterConfigs: decideAlterConfigs,
  allocateProducerIds: decideAllocateProducerIds,
  createAcls: decideCreateAcls,
  deleteAcls: decideDeleteAcls,
  alterClientQuotas: decideAlterClientQuotas,
  alterUserScramCredentials: decideAlterUserScramCredentials,
  createDelegationToken: decideCreateDelegationToken,
  renewDelegationToken: decideRenewDelegationToken,
  expireDelegationToken: decideExpireDelegationToken,
  sweepDelegationTokens: decideSweepDelegationTokens,
};

export interface ControllerOptions {
  readonly settings: ControllerSettings;
  readonly configRules: ConfigRules;
  readonly random: Random;
}

export class Controller {
  readonly #context: ControllerContext;

  constructor(options: ControllerOptions) {
    this.#context = { ...options, image: new MetadataImage() };
  }

  get image(): MetadataImage {
    return this.#context.image;
  }

  handle<K extends CommandName>(name: K, command: Commands[K]['command']): Decision<Commands[K]['response']> {
    return decisions[name](this.#context, command);
  }

  replay(record: MetadataRecord): void {
    this.#context.image.replay(record);
  }
}
