/** What an application says of its group at the brokers before anybody joins it. */
import { type Admin, errorFor, noStreamsGroups } from '#client';
import { isKafkaError } from '#kernel';

/** What brokers refuse a config of streams groups with, before they know any. */
const REFUSALS: ReadonlySet<string> = new Set(['INVALID_CONFIG', 'INVALID_REQUEST', 'UNSUPPORTED_VERSION']);

/**
 * How many standbys the group gives each task. Rejects with UNSUPPORTED_VERSION where the brokers have no streams groups, as a
 * member is refused by them, and otherwise with what the brokers say.
 */
export async function setStandbyReplicas(
  admin: Pick<Admin, 'incrementalAlterConfigs' | 'describeFeatures'>,
  groupId: string,
  count: number,
): Promise<void> {
  const operations = [{ name: 'streams.num.standby.replicas', operation: 'SET', value: String(count) }] as const;
  try {
    await admin.incrementalAlterConfigs([{ type: 'GROUP', name: groupId, operations }]);
  } catch (error) {
    if (!isKafkaError(error) || !REFUSALS.has(error.code) || (await hasStreamsGroups(admin))) throw error;
    throw errorFor('UNSUPPORTED_VERSION', noStreamsGroups(groupId, error.message), { cause: error });
  }
}

/** True where nobody can say. */
async function hasStreamsGroups(admin: Pick<Admin, 'describeFeatures'>): Promise<boolean> {
  try {
    const { finalizedFeatures } = await admin.describeFeatures();
    return finalizedFeatures.some(
      ({ feature, maxVersionLevel }) => feature === 'streams.version' && maxVersionLevel > 0,
    );
  } catch {
    return true;
  }
}
