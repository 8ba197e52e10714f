/** `samsa cluster describe`: brokers, controller, features, quorum (KIP-700, KIP-584, KIP-836). */
import { isKafkaError } from '#kernel';
import { withAdmin } from '../connection/admin-session.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { printable } from '../terminal/text-width.ts';

export async function describeCluster(surroundings: Surroundings, options: ListOptions): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const cluster = await admin.describeCluster();
    // Brokers without KRaft have no quorum, and not everybody may see one.
    const [features, quorum] = await Promise.all([
      orNull(admin.describeFeatures()),
      orNull(admin.describeMetadataQuorum()),
    ]);
    const page = {
      clusterId: cluster.clusterId,
      controller: cluster.controller?.nodeId ?? null,
      quorumLeader: quorum?.leaderId ?? null,
      quorumVoters: quorum?.voters.map(({ replicaId }) => replicaId) ?? null,
      brokers: cluster.nodes.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack })),
      features: (features?.finalizedFeatures ?? []).map(({ feature, maxVersionLevel }) => ({
        feature,
        level: maxVersionLevel,
        supported: supportedText(features?.supportedFeatures.find((one) => one.feature === feature)),
      })),
    };
    if (options.json === true) return await output.json(page);
    const facts = output.facts([
      ['Cluster', page.clusterId === null ? null : printable(page.clusterId)],
      ['Controller', page.controller],
      ['Quorum', page.quorumVoters === null ? null : `leader ${page.quorumLeader} of ${page.quorumVoters.join(', ')}`],
      ['Brokers', page.brokers.length],
    ]);
    const brokers = output.table(page.brokers, [{ key: 'id' }, { key: 'host' }, { key: 'port' }, { key: 'rack' }]);
    const levels = output.table(page.features, [{ key: 'feature' }, { key: 'level' }, { key: 'supported' }]);
    await output.write(`${facts}\n${brokers}${page.features.length === 0 ? '' : `\n${levels}`}`);
  });
}

function supportedText(range: { readonly minVersion: number; readonly maxVersion: number } | undefined): string | null {
  return range === undefined ? null : `${range.minVersion} to ${range.maxVersion}`;
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isKafkaError(error)) return null;
    throw error;
  }
}
