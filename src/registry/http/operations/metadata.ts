/** `/v1/metadata`: which registry this is. */
import type { Operation } from '../operation.ts';
import type { RegistryHttpSettings } from '../registry-http.ts';

/** What Confluent's registry of the major calls itself, for clients that look. */
const VERSIONS: Readonly<Record<7 | 8, string>> = { 7: '7.9.0', 8: '8.3.0' };

export function metadataOperations({ clusterIds, compat, version }: RegistryHttpSettings): readonly Operation[] {
  return [
    {
      id: 'getServerClusterId',
      method: 'GET',
      path: '/v1/metadata/id',
      summary: 'The ids of the Kafka cluster and of the registry.',
      answer: { kind: 'object', shape: 'ServerClusterId' },
      access: null,
      needsNoState: true,
      async handle() {
        const { kafkaCluster, schemaRegistryCluster } = await clusterIds();
        const clusters = { 'kafka-cluster': kafkaCluster, 'schema-registry-cluster': schemaRegistryCluster };
        return { id: '', scope: { path: [], clusters } };
      },
    },
    {
      id: 'getServerVersion',
      method: 'GET',
      path: '/v1/metadata/version',
      summary: 'Whose answers these are, by the version of Confluent’s registry, and the version of Samsa.',
      answer: { kind: 'object', shape: 'SchemaRegistryServerVersion' },
      access: null,
      needsNoState: true,
      handle: () => ({ version: VERSIONS[compat], commitId: version === '' ? 'samsa' : `samsa-${version}` }),
    },
    {
      id: 'getServerDeployment',
      method: 'GET',
      path: '/v1/metadata/deployment',
      summary: 'How the registry is deployed: nothing is said of that.',
      answer: { kind: 'object', shape: 'SchemaRegistryDeployment' },
      access: null,
      needsNoState: true,
      handle: () => ({ attributes: [] }),
    },
  ];
}
