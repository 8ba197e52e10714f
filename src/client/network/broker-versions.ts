/**
 * What one broker said that it serves (ApiVersions, KIP-35) and which features its cluster has finalized (KIP-584), and
 * which version of a request follows from that.
 */
import type { ApiVersionsResponse, MessageCodec } from '#protocol';
import { ClientError } from '../errors.ts';
import type { RequestOptions, Rpc } from './rpc.ts';

/** The features that a cluster has finalized, as a broker knew them when the client connected to it. */
export interface FinalizedFeatures {
  /** -1 where the broker has none. */
  readonly epoch: number;
  /** The finalized level, 0 where the feature is not there (`group.version`, `transaction.version`, `share.version`). */
  level(name: string): number;
}

export class BrokerVersions implements FinalizedFeatures {
  readonly epoch: number;
  readonly #ranges: (readonly [min: number, max: number] | undefined)[] = [];
  readonly #levels: Map<string, number> = new Map();

  constructor(response: ApiVersionsResponse) {
    this.epoch = response.finalizedFeaturesEpoch;
    for (const { apiKey, minVersion, maxVersion } of response.apiKeys) {
      if (apiKey >= 0) this.#ranges[apiKey] = [minVersion, maxVersion];
    }
    for (const { name, maxVersionLevel } of response.finalizedFeatures) this.#levels.set(name, maxVersionLevel);
  }

  level(name: string): number {
    return this.#levels.get(name) ?? 0;
  }

  /** The highest version that both sides have within the bounds, or -1. */
  highest([request]: Rpc<unknown, unknown>, bounds: Pick<RequestOptions, 'minVersion' | 'maxVersion'> = {}): number {
    const range = this.#ranges[request.apiKey];
    if (range === undefined) return -1;
    const own = request.latestVersionUnstable ? request.maxVersion - 1 : request.maxVersion;
    const highest = Math.min(own, range[1], bounds.maxVersion ?? own);
    const lowest = Math.max(request.minVersion, range[0], bounds.minVersion ?? 0);
    return highest >= lowest ? highest : -1;
  }

  /** Why there is no version: for a request that `highest` answered -1 for. */
  unsupported(request: MessageCodec<unknown>, broker: string, bounds: RequestOptions): ClientError {
    const api = request.name.replace(/Request$/, '');
    const range = this.#ranges[request.apiKey];
    const lowest = Math.max(request.minVersion, bounds.minVersion ?? 0);
    const highest = Math.min(request.maxVersion, bounds.maxVersion ?? request.maxVersion);
    const has = range === undefined ? `does not serve ${api}` : `serves ${api} in versions ${range[0]} to ${range[1]}`;
    const advice =
      api === 'Metadata' && range === undefined
        ? 'it may be a controller; use the port of a broker'
        : "the broker's Kafka is too old or too new for this call";
    const message = `${broker} ${has}; this client needs versions ${lowest} to ${highest}: ${advice}`;
    return new ClientError('UNSUPPORTED_VERSION', message);
  }
}
