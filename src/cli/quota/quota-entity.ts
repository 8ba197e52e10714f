/** Whose quotas a `samsa quota` command is about. */
import type { ClientQuotaEntity, QuotaEntityType } from '#client';
import { UsageError } from '../exit-code.ts';
import type { QuotaOptions } from './quota-command.ts';

/** Null is the default of the type. Throws a UsageError where the options contradict each other. */
export function quotaEntity(options: QuotaOptions): ClientQuotaEntity {
  const entity: Partial<Record<QuotaEntityType, string | null>> = {};
  const add = (type: QuotaEntityType, name: string | undefined, isDefault: boolean | undefined): void => {
    if (name !== undefined && isDefault === true) {
      throw new UsageError(`--${type} and --${type}-default contradict each other.`);
    }
    if (name !== undefined) entity[type] = name;
    else if (isDefault === true) entity[type] = null;
  };
  add('user', options.user, options.userDefault);
  add('client-id', options.clientId, options.clientIdDefault);
  add('ip', options.ip, options.ipDefault);
  if ('ip' in entity && Object.keys(entity).length > 1) {
    throw new UsageError('Quotas of an address go with no user and no client id.');
  }
  return entity;
}

/** For a command that changes something. */
export function neededEntity(options: QuotaOptions): ClientQuotaEntity {
  const entity = quotaEntity(options);
  if (Object.keys(entity).length > 0) return entity;
  throw new UsageError('Say whose: --user, --client-id, --ip, or one of them with -default.');
}

/** `user alice, client-id (default)`. */
export function entityText(entity: ClientQuotaEntity): string {
  return Object.entries(entity)
    .map(([type, name]) => `${type} ${name ?? '(default)'}`)
    .join(', ');
}
