/** `samsa quota set` and `remove` (KIP-546). */
import { KafkaError } from '#kernel';
import type { ClientQuotaEntity } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { QuotaOptions } from './quota-command.ts';
import { entityText, neededEntity } from './quota-entity.ts';

export async function setQuotas(
  surroundings: Surroundings,
  pairs: readonly string[],
  options: QuotaOptions,
): Promise<void> {
  const entity = neededEntity(options);
  const quotas = Object.fromEntries(pairs.map(quotaOf));
  await withAdmin(surroundings, options, ({ admin }) =>
    admin.alterClientQuotas([{ entity, quotas }], { validateOnly: options.dryRun === true }),
  );
  tell(surroundings, `${options.dryRun === true ? 'Could be set' : 'Set'} for ${entityText(entity)}.`);
}

export async function removeQuotas(
  surroundings: Surroundings,
  keys: readonly string[],
  options: QuotaOptions,
): Promise<void> {
  const entity = neededEntity(options);
  await withAdmin(surroundings, options, async ({ admin }) => {
    const components = Object.entries(entity).map(([entityType, entityName]) => ({
      entityType: entityType as 'user' | 'client-id' | 'ip',
      entityName: entityName ?? null,
    }));
    const found = (await admin.describeClientQuotas({ components, strict: true })).at(0)?.quotas ?? {};
    const quotas = Object.fromEntries(removed(keys, Object.keys(found), entity).map((key) => [key, null]));
    await admin.alterClientQuotas([{ entity, quotas }], { validateOnly: options.dryRun === true });
  });
  tell(surroundings, `${options.dryRun === true ? 'Could be removed' : 'Removed'} for ${entityText(entity)}.`);
}

/** Those named, which must be there, or all. */
function removed(keys: readonly string[], present: readonly string[], entity: ClientQuotaEntity): readonly string[] {
  if (present.length === 0) {
    throw new KafkaError(
      'RESOURCE_NOT_FOUND',
      `there are no quotas for ${entityText(entity)}; samsa quota list shows what there is`,
    );
  }
  const missing = keys.find((key) => !present.includes(key));
  if (missing === undefined) return keys.length === 0 ? present : keys;
  throw new KafkaError(
    'RESOURCE_NOT_FOUND',
    `${entityText(entity)} has no quota ${missing}; there is ${present.join(', ')}`,
  );
}

function quotaOf(pair: string): [key: string, value: number] {
  const match = /^([\w.-]+)=(.+)$/.exec(pair);
  const value = Number(match?.[2]);
  if (match !== null && Number.isFinite(value) && value >= 0) return [match[1] ?? '', value];
  throw new UsageError(`${pair} is not of the form key=number, as producer_byte_rate=1048576.`);
}
