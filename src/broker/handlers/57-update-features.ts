/**
 * UpdateFeatures (key 57), versions 0 to 2 (KIP-584). KIP-778 kinds of downgrades and validation alone (1), KIP-1022 one
 * result for all features (2).
 */
import type { FeatureUpdate } from '#metadata';
import {
  Errors,
  newUpdateFeaturesResponse,
  updateFeaturesRequest,
  updateFeaturesResponse,
  type UpdateFeaturesRequest,
  type UpdateFeaturesResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

const UPGRADE = 1;
const SAFE_DOWNGRADE = 2;
const FIRST_VERSION_WITHOUT_RESULTS = 2;

export const handler: Handler<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  request: updateFeaturesRequest,
  response: updateFeaturesResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle({ featureUpdates, validateOnly }, context) {
    const { apiVersion, broker } = context;
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newUpdateFeaturesResponse({ errorCode, errorMessage });
    }
    const updates = featureUpdates.map(({ feature, maxVersionLevel, allowDowngrade, upgradeType }): FeatureUpdate => {
      const oldType = allowDowngrade ? SAFE_DOWNGRADE : UPGRADE;
      return { feature, level: maxVersionLevel, upgradeType: apiVersion === 0 ? oldType : upgradeType };
    });
    const error = await broker.metadata.submit('updateFeatures', { updates, validateOnly });
    const hasResults = error.errorCode === Errors.NONE.code && apiVersion < FIRST_VERSION_WITHOUT_RESULTS;
    const results = hasResults ? updates.map(({ feature }) => ({ feature, ...error })) : [];
    return newUpdateFeaturesResponse({ ...error, results });
  },
};
