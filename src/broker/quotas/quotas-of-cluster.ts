/** Quotas as AlterClientQuotas left them in the metadata, for those who hold clients to them. */
import type { MetadataImage } from '#metadata';
import type { EntityQuotas } from './client-quotas.ts';
import type { IpRates } from './connection-quotas.ts';

const USER = 'user';
const CLIENT_ID = 'client-id';
const IP = 'ip';
const CONNECTION_CREATION_RATE = 'connection_creation_rate';

/** Those of users and client ids. */
export function clientQuotasOf({ clientQuotas }: MetadataImage): EntityQuotas[] {
  return [...clientQuotas.entries()]
    .filter(({ entity }) => !entity.has(IP))
    .map(({ entity, values }) => ({
      entity: { user: entity.get(USER), clientId: entity.get(CLIENT_ID) },
      quotas: values,
    }));
}

/** Those of addresses. */
export function ipRatesOf({ clientQuotas }: MetadataImage): IpRates {
  const byIp = new Map<string, number>();
  let otherwise: number | null = null;
  for (const { entity, values } of clientQuotas.entries()) {
    const ip = entity.get(IP);
    const rate = values.get(CONNECTION_CREATION_RATE);
    if (ip === undefined || rate === undefined) continue;
    if (ip === null) otherwise = rate;
    else byIp.set(ip, rate);
  }
  return { byIp, otherwise };
}
