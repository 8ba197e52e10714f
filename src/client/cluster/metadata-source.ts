/**
 * One round of asking for metadata: any broker can answer, so one after the other is asked until one does. When none of
 * those that are known does, or has done so for metadata.recovery.rebootstrap.trigger.ms, or one says so itself, the
 * client starts over from its bootstrap servers (KIP-899, KIP-1102), unless metadata.recovery.strategy is `none`.
 */
import {
  Errors,
  metadataRequest,
  metadataResponse,
  newMetadataRequestTopic,
  type MetadataRequest,
  type MetadataResponse,
} from '#protocol';
import { asClientError, ClientError, errorFor } from '../errors.ts';
import type { BrokerLanes } from './broker-lanes.ts';

export interface MetadataQuery {
  /** Null for all topics. */
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}

const METADATA = [metadataRequest, metadataResponse] as const;
/** The first version that says whether topics may be created. */
const FIRST_VERSION = 4;
/** Bootstrap servers that send the client back to its bootstrap servers are not followed for ever. */
const MAX_RESTARTS = 2;

export class MetadataSource {
  readonly #lanes: BrokerLanes;
  /** Monotonic; since when metadata is wanted without success, 0 while it is not. */
  #wantedSinceMs = 0;

  constructor(lanes: BrokerLanes) {
    this.#lanes = lanes;
  }

  /** Rejects with a ClientError when nobody answered. */
  async fetch(query: MetadataQuery): Promise<MetadataResponse> {
    const now = this.#lanes.context.env.clock.monotonic();
    if (this.#wantedSinceMs === 0) this.#wantedSinceMs = now;
    const { metadataRecoveryRebootstrapTriggerMs: triggerMs } = this.#lanes.context.config;
    if (now - this.#wantedSinceMs > triggerMs) this.#bootstrapAgain(`no metadata for ${triggerMs} ms`);
    let failures: ClientError[] = [];
    for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
      const wasBootstrapping = this.#lanes.isBootstrapping;
      const outcome = await this.#askAll(query);
      if (!Array.isArray(outcome)) {
        this.#wantedSinceMs = 0;
        return outcome;
      }
      failures = outcome;
      if (wasBootstrapping || !this.#bootstrapAgain('none of the known brokers can be reached')) break;
    }
    throw this.#nobodyAnswered(failures);
  }

  /** The first answer, or what each came to. A failure that is the client's own, not the broker's, ends the round. */
  async #askAll(query: MetadataQuery): Promise<MetadataResponse | ClientError[]> {
    const failures: ClientError[] = [];
    for (const nodeId of this.#lanes.candidates()) {
      try {
        const response = await this.#ask(nodeId, query);
        if (response.errorCode !== Errors.REBOOTSTRAP_REQUIRED.code) return response;
        failures.push(errorFor(response.errorCode, null, { nodeId, retriable: true }));
        break;
      } catch (error) {
        const failure = asClientError(error, { nodeId });
        if (failure.fatal) throw failure;
        failures.push(failure);
      }
    }
    return failures;
  }

  #ask(nodeId: number, { topics, allowAutoTopicCreation }: MetadataQuery): Promise<MetadataResponse> {
    const body: MetadataRequest = {
      topics: topics === null ? null : topics.map((name) => newMetadataRequestTopic({ name })),
      allowAutoTopicCreation,
      includeClusterAuthorizedOperations: false,
      includeTopicAuthorizedOperations: false,
    };
    return this.#lanes.send(nodeId, METADATA, body, { minVersion: FIRST_VERSION });
  }

  /** False where the client is not to do so. */
  #bootstrapAgain(reason: string): boolean {
    const { config, logger } = this.#lanes.context;
    if (config.metadataRecoveryStrategy === 'none') return false;
    if (!this.#lanes.isBootstrapping) logger.info('Starting over from the bootstrap servers', { reason });
    this.#wantedSinceMs = this.#lanes.context.env.clock.monotonic();
    this.#lanes.bootstrapAgain();
    return true;
  }

  #nobodyAnswered(failures: readonly ClientError[]): ClientError {
    const [first] = failures;
    const reasons = failures.map(({ message }) => message).join('; ');
    const isFinal = first !== undefined && failures.every(({ retriable }) => !retriable);
    if (isFinal && failures.length === 1) return first;
    const cause = first;
    if (isFinal) return new ClientError(first.code, `No bootstrap server can be used: ${reasons}`, { cause });
    if (!this.#lanes.isBootstrapping) {
      return errorFor('NETWORK_EXCEPTION', `None of the known brokers can be reached: ${reasons}`, { cause });
    }
    return errorFor('BOOTSTRAP_FAILED', `None of the bootstrap servers can be reached: ${reasons}`, { cause });
  }
}
