/** Quotas of clients, by user, client id and address (KIP-546, KIP-612). */
import {
  alterClientQuotasRequest,
  alterClientQuotasResponse,
  describeClientQuotasRequest,
  describeClientQuotasResponse,
} from '#protocol';
import { compareStrings } from '../assignors/group-members.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker, toController } from './routes.ts';
import type { Subject } from './subjects.ts';

/** What a quota can be for: the user, the client id, or the address of a connection (KIP-612). */
export type QuotaEntityType = 'user' | 'client-id' | 'ip';

/** Whom a quota is for: names by type; null stands for the default of the type. */
export type ClientQuotaEntity = Readonly<Partial<Record<QuotaEntityType, string | null>>>;

/** The quotas of one entity. */
export interface ClientQuotas {
  /** Whom they are for. */
  readonly entity: ClientQuotaEntity;
  /** By Kafka's keys: `producer_byte_rate`, `consumer_byte_rate`, `request_percentage`, `controller_mutation_rate`, … */
  readonly quotas: Readonly<Record<string, number>>;
}

/** What entities have to have of a type: this name (null: the default), or any where it is absent. */
export interface QuotaFilterComponent {
  /** The type it is about. */
  readonly entityType: QuotaEntityType;
  /** A name, null for the default, absent for any. */
  readonly entityName?: string | null;
}

/** Which entities are meant. */
export interface ClientQuotaFilter {
  /** All must fit; none fits all entities. */
  readonly components?: readonly QuotaFilterComponent[];
  /** Whether entities that also have types beyond the components are left out: false where absent. */
  readonly strict?: boolean;
}

/** Changes of the quotas of one entity. */
export interface ClientQuotaAlteration {
  /** Whom they are for. */
  readonly entity: ClientQuotaEntity;
  /** New values by key; null takes the quota away. */
  readonly quotas: Readonly<Record<string, number | null>>;
}

/** How quotas are altered. */
export interface AlterClientQuotasOptions extends CallOptions {
  /** Everything is checked and nothing changed: false where absent. */
  readonly validateOnly?: boolean;
}

const MATCH_NAME = 0;
const MATCH_DEFAULT = 1;
const MATCH_ANY = 2;

/** Entities without a quota do not appear. */
export function describeClientQuotas(
  context: AdminContext,
  filter: ClientQuotaFilter = {},
  options: CallOptions = {},
): Promise<ClientQuotas[]> {
  const call = new AdminCall(context, 'describeClientQuotas', options);
  const { components = [], strict = false } = filter;
  const body = { components: components.map(wireComponent), strict };
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => call.send(nodeId, [describeClientQuotasRequest, describeClientQuotasResponse], body),
    read: ({ entries }) =>
      (entries ?? []).map(({ entity, values }) => ({
        entity: entityOf(entity),
        quotas: Object.fromEntries(values.map(({ key, value }) => [key, value])),
      })),
  });
}

function wireComponent({ entityType, entityName }: QuotaFilterComponent): {
  entityType: string;
  matchType: number;
  match: string | null;
} {
  if (entityName === undefined) return { entityType, matchType: MATCH_ANY, match: null };
  return { entityType, matchType: entityName === null ? MATCH_DEFAULT : MATCH_NAME, match: entityName };
}

type WireEntity = { entityType: string; entityName: string | null }[];

function entityOf(entity: WireEntity): ClientQuotaEntity {
  return Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName]));
}

function wireEntity(entity: ClientQuotaEntity): WireEntity {
  return Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }));
}

function entityKey(entity: WireEntity): string {
  const parts = entity.map(({ entityType, entityName }) => JSON.stringify([entityType, entityName]));
  return parts.toSorted(compareStrings).join();
}

const entitySubject: Subject<ClientQuotaAlteration> = {
  key: ({ entity }) => entityKey(wireEntity(entity)),
  describe: ({ entity }) =>
    wireEntity(entity)
      .map(({ entityType, entityName }) => `${entityType} ${entityName ?? 'by default'}`)
      .join(', '),
};

export function alterClientQuotas(
  context: AdminContext,
  alterations: readonly ClientQuotaAlteration[],
  options: AlterClientQuotasOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'alterClientQuotas', options);
  const { validateOnly = false } = options;
  const alteration = askAbout<ClientQuotaAlteration, undefined>(call, alterations, {
    subject: entitySubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const entries = items.map(({ entity, quotas }) => ({
        entity: wireEntity(entity),
        ops: Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
      }));
      const rpc = [alterClientQuotasRequest, alterClientQuotasResponse] as const;
      const answer = await call.send(nodeId, rpc, { entries, validateOnly });
      for (const entry of answer.entries) answers.add(entityKey(entry.entity), entry, () => undefined);
    },
  });
  return settled(alteration);
}
