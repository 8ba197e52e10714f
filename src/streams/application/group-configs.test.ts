import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorFor } from '#client';
import { setStandbyReplicas } from './group-configs.ts';

/** Brokers that refuse the config, with streams groups at a level or without any. */
function refusing(
  code: 'INVALID_CONFIG' | 'INVALID_REQUEST' | 'GROUP_AUTHORIZATION_FAILED',
  levels: readonly number[],
) {
  const message = 'Unknown group config name: streams.num.standby.replicas';
  return {
    incrementalAlterConfigs: () => Promise.reject(errorFor(code, message)),
    describeFeatures: () =>
      Promise.resolve({
        finalizedFeatures: levels.map((level) => {
          return { feature: 'streams.version', minVersionLevel: level, maxVersionLevel: level };
        }),
        finalizedFeaturesEpoch: 1,
        supportedFeatures: [],
      }),
  };
}

test('brokers without streams groups refuse standbys as they refuse members, and others with their own words', async () => {
  for (const [code, levels] of [
    ['INVALID_CONFIG', []],
    ['INVALID_REQUEST', [0]],
  ] as const) {
    await assert.rejects(setStandbyReplicas(refusing(code, levels), 'app', 1), {
      code: 'UNSUPPORTED_VERSION',
      message: /no streams groups, which group app needs.*Unknown group config name.*Apache Kafka 4\.2 or later/,
    });
  }
  await assert.rejects(setStandbyReplicas(refusing('INVALID_CONFIG', [1]), 'app', 9), { code: 'INVALID_CONFIG' });
  const forbidden = refusing('GROUP_AUTHORIZATION_FAILED', []);
  await assert.rejects(setStandbyReplicas(forbidden, 'app', 1), { code: 'GROUP_AUTHORIZATION_FAILED' });
});
