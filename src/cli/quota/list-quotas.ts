/** `samsa quota list` (KIP-546). */
import type { QuotaEntityType } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { QuotaOptions } from './quota-command.ts';
import { entityText, quotaEntity } from './quota-entity.ts';

export async function listQuotas(surroundings: Surroundings, options: QuotaOptions): Promise<void> {
  const components = Object.entries(quotaEntity(options)).map(([entityType, entityName]) => ({
    entityType: entityType as QuotaEntityType,
    entityName,
  }));
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const found = await admin.describeClientQuotas({ components });
    const rows = found
      .flatMap(({ entity, quotas }) =>
        Object.entries(quotas).map(([quota, value]) => ({
          entity: { ...entity },
          quota,
          value,
          of: entityText(entity),
        })),
      )
      .sort((left, right) => (left.of + left.quota < right.of + right.quota ? -1 : 1));
    if (options.json === true) await output.json(rows.map(({ entity, quota, value }) => ({ entity, quota, value })));
    else await output.rows(rows, [{ key: 'of', title: 'OF' }, { key: 'quota' }, { key: 'value' }]);
    if (rows.length === 0) tell(surroundings, 'There are no such quotas.');
  });
}
