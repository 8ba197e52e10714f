/** Features of the cluster and their levels (KIP-584, KIP-778, KIP-1022). */
import {
  apiVersionsRequest,
  apiVersionsResponse,
  newApiVersionsRequest,
  updateFeaturesRequest,
  updateFeaturesResponse,
} from '#protocol';
import { CLIENT_SOFTWARE } from '../network/handshake.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toBroker, toController } from './routes.ts';
import type { Subject } from './subjects.ts';
import { featureUpgradeTypes, type FeatureUpgradeType } from './words.ts';

/** Which broker is asked. */
export interface DescribeFeaturesOptions extends CallOptions {
  /** Whose supported features: any broker's where absent. */
  readonly nodeId?: number;
}

/** Features of the cluster (KIP-584). */
export interface FeatureMetadata {
  /** The levels that all brokers work at. */
  readonly finalizedFeatures: readonly FinalizedFeature[];
  /** Null where the broker tells of none. */
  readonly finalizedFeaturesEpoch: number | null;
  /** The versions that the broker asked could work at. */
  readonly supportedFeatures: readonly SupportedFeature[];
}

/** A feature and the levels that all brokers work at. */
export interface FinalizedFeature {
  /** As `metadata.version`. */
  readonly feature: string;
  /** The lowest level. */
  readonly minVersionLevel: number;
  /** The highest level. */
  readonly maxVersionLevel: number;
}

/** A feature and the versions that a broker could work at. */
export interface SupportedFeature {
  /** As `metadata.version`. */
  readonly feature: string;
  /** The lowest version. */
  readonly minVersion: number;
  /** The highest version. */
  readonly maxVersion: number;
}

/** A new level of a feature. */
export interface FeatureUpdate {
  /** As `metadata.version`. */
  readonly feature: string;
  /** 0 takes the feature away, where that is a downgrade that is allowed. */
  readonly maxVersionLevel: number;
  /** UPGRADE where absent. */
  readonly upgradeType?: FeatureUpgradeType;
}

/** How features are updated. */
export interface UpdateFeaturesOptions extends CallOptions {
  /** Kafka 3.3 and later. */
  readonly validateOnly?: boolean;
}

/** Before Kafka 2.7 there are none. */
export function describeFeatures(
  context: AdminContext,
  options: DescribeFeaturesOptions = {},
): Promise<FeatureMetadata> {
  const call = new AdminCall(context, 'describeFeatures', options);
  const body = newApiVersionsRequest(CLIENT_SOFTWARE);
  return askOne(
    call,
    toBroker(() => options.nodeId ?? null),
    {
      ask: (nodeId) => call.send(nodeId, [apiVersionsRequest, apiVersionsResponse], body),
      read: ({ finalizedFeatures, finalizedFeaturesEpoch, supportedFeatures }) => ({
        finalizedFeatures: finalizedFeatures.map(({ name: feature, minVersionLevel, maxVersionLevel }) => {
          return { feature, minVersionLevel, maxVersionLevel };
        }),
        finalizedFeaturesEpoch: finalizedFeaturesEpoch === -1 ? null : finalizedFeaturesEpoch,
        supportedFeatures: supportedFeatures.map(({ name: feature, minVersion, maxVersion }) => {
          return { feature, minVersion, maxVersion };
        }),
      }),
    },
  );
}

const featureSubject: Subject<FeatureUpdate> = {
  key: ({ feature }) => feature,
  describe: ({ feature, maxVersionLevel }) => `feature ${feature} to level ${maxVersionLevel}`,
};

const FIRST_WITH_TYPES = 1;
/** From this one on brokers update all or none, and say so in one. */
const FIRST_AS_WHOLE = 2;

export function updateFeatures(
  context: AdminContext,
  updates: readonly FeatureUpdate[],
  options: UpdateFeaturesOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'updateFeatures', options);
  const { validateOnly = false } = options;
  const wire = updates.map(({ feature, maxVersionLevel, upgradeType = 'UPGRADE' }) => {
    return { feature, maxVersionLevel, upgradeType: featureUpgradeTypes.toWire(upgradeType) };
  });
  const update = askAbout<FeatureUpdate, undefined>(call, updates, {
    subject: featureSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const rpc = [updateFeaturesRequest, updateFeaturesResponse] as const;
      const version = await call.versionOf(nodeId, rpc);
      const featureUpdates = wire.map((one) =>
        version < FIRST_WITH_TYPES
          ? { ...one, upgradeType: 1, allowDowngrade: one.upgradeType !== 1 }
          : { ...one, allowDowngrade: false },
      );
      const body = { timeoutMs: call.requestTimeoutMs(), featureUpdates, validateOnly };
      const answer = await call.send(nodeId, rpc, body, validateOnly ? { minVersion: FIRST_WITH_TYPES } : {});
      if (answers.refuseAll(answer)) return;
      for (const result of answer.results) answers.add(result.feature, result, () => undefined);
      if (version >= FIRST_AS_WHOLE) for (const { feature } of items) answers.accept(feature, undefined);
    },
  });
  return settled(update);
}
