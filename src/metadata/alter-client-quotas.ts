/** AlterClientQuotas (KIP-546, KIP-612) as a decision: an entity's values change all together or not at all. */
import type { AlterClientQuotasCommand, AlterClientQuotasResult, ApiError } from './access-commands.ts';
import { apiError, NO_ERROR } from './api-error.ts';
import { clientQuotaRecord, quotaEntityKey } from './client-quotas-image.ts';
import type { QuotaEntity } from './client-quotas-image.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataRecord } from './records.ts';
import { repeated } from './repeated.ts';

const USER = 'user';
const CLIENT_ID = 'client-id';
const IP = 'ip';

type Entry = AlterClientQuotasCommand['entries'][number];
type NumberType = 'double' | 'long' | 'int';

const CLIENT_KEYS: ReadonlyMap<string, NumberType> = new Map([
  ['producer_byte_rate', 'long'],
  ['consumer_byte_rate', 'long'],
  ['request_percentage', 'double'],
  ['controller_mutation_rate', 'double'],
]);
const IP_KEYS: ReadonlyMap<string, NumberType> = new Map([['connection_creation_rate', 'int']]);
const LARGEST: Record<NumberType, number> = { double: Infinity, long: 2 ** 63, int: 2 ** 31 - 1 };
/** As far from a whole number as a value may be that shall be one. */
const TOLERANCE = 1e-6;

export function decideAlterClientQuotas(
  { image }: ControllerContext,
  { entries, validateOnly }: AlterClientQuotasCommand,
): Decision<AlterClientQuotasResult[]> {
  const records: MetadataRecord[] = [];
  const twice = repeated(entries.map(({ entity }) => quotaEntityKey(entityOf(entity))));
  const response = entries.map((entry): AlterClientQuotasResult => {
    const entity = entityOf(entry.entity);
    const current = image.clientQuotas.values(entity);
    const error = twice.has(quotaEntityKey(entity))
      ? apiError('INVALID_REQUEST', 'Each client quota entity must appear at most once.')
      : entryError(entry, entity);
    const result = { ...error, entity: entry.entity.map((part) => ({ ...part })) };
    if (error.errorCode !== 0) return result;
    const changes = entry.ops.filter(({ key, value, remove }) => current.get(key) !== (remove ? undefined : value));
    if (records.length + changes.length > MAX_RECORDS_PER_REQUEST) {
      return { ...result, ...apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.') };
    }
    for (const { key, value, remove } of changes) records.push(clientQuotaRecord(entity, key, remove ? null : value));
    return result;
  });
  return { records: validateOnly ? [] : records, response };
}

function entityOf(parts: Entry['entity']): QuotaEntity {
  return new Map(parts.map(({ entityType, entityName }) => [entityType, entityName]));
}

function entryError({ entity: parts, ops }: Entry, entity: QuotaEntity): ApiError {
  const problem =
    (entity.size < parts.length ? 'Invalid client quota entity, duplicate entity entry' : null) ??
    entityProblem(entity) ??
    opsProblem(ops, entity.has(IP) ? IP_KEYS : CLIENT_KEYS);
  return problem === null ? NO_ERROR : apiError('INVALID_REQUEST', problem);
}

function entityProblem(entity: QuotaEntity): string | null {
  if (entity.size === 0) return 'Invalid empty client quota entity';
  for (const [type, name] of entity) {
    if (type !== USER && type !== CLIENT_ID && type !== IP) return `Unhandled client quota entity type: ${type}`;
    if (name === '') return `Empty ${type} not supported`;
  }
  if (!entity.has(IP)) return null;
  if (entity.size > 1) return 'Invalid entity combination';
  const ip = entity.get(IP) ?? null;
  return ip === null || isAddress(ip) ? null : `${ip} is not a valid IP or resolvable host.`;
}

/** An address as it is written, or a name that could be one of a host: nothing here asks a name server. */
function isAddress(text: string): boolean {
  if (text.includes(':')) return /^[0-9a-fA-F:.]+(%\w+)?$/.test(text);
  return (
    text.length <= 253 &&
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(text)
  );
}

function opsProblem(ops: Entry['ops'], keys: ReadonlyMap<string, NumberType>): string | null {
  const twice = repeated(ops.map(({ key }) => key))
    .values()
    .next().value;
  if (twice !== undefined) return `Duplicate quota key ${twice}`;
  for (const { key, value, remove } of ops) {
    const problem = remove ? null : valueProblem(keys.get(key), key, value);
    if (problem !== null) return problem;
  }
  return null;
}

function valueProblem(type: NumberType | undefined, key: string, value: number): string | null {
  if (type === undefined) return `Invalid configuration key ${key}`;
  if (!(value > 0)) return `Quota ${key} must be greater than 0`;
  if (type === 'double') return null;
  if (value > LARGEST[type])
    return `Proposed value for ${key} is too large for ${type === 'int' ? 'an INT' : 'a LONG'}.`;
  const remainder = Math.abs(value % 1);
  return Math.min(remainder, 1 - remainder) > TOLERANCE ? `${key} cannot be a fractional value.` : null;
}
