/** `samsa config set` and `unset` (KIP-339). */
import type { AlterConfigOp } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { EntityType, SetConfigsOptions } from './config-command.ts';
import { configResource } from './config-entity.ts';

interface Entity {
  readonly type: EntityType;
  readonly name: string;
}

export async function setConfigs(
  surroundings: Surroundings,
  { type, name, pairs }: Entity & { readonly pairs: readonly string[] },
  options: SetConfigsOptions,
): Promise<void> {
  await alter(surroundings, { type, name, operations: pairs.map(operationOf) }, options);
}

export async function unsetConfigs(
  surroundings: Surroundings,
  { type, name, keys }: Entity & { readonly keys: readonly string[] },
  options: SetConfigsOptions,
): Promise<void> {
  const operations = keys.map((key): AlterConfigOp => ({ operation: 'DELETE', name: key }));
  await alter(surroundings, { type, name, operations }, options);
}

async function alter(
  surroundings: Surroundings,
  { type, name, operations }: Entity & { readonly operations: readonly AlterConfigOp[] },
  options: SetConfigsOptions,
): Promise<void> {
  const { dryRun = false } = options;
  await withAdmin(surroundings, options, ({ admin }) =>
    admin.incrementalAlterConfigs([{ ...configResource(type, name), operations }], { validateOnly: dryRun }),
  );
  tell(surroundings, `${dryRun ? 'Could be altered' : 'Altered'}: ${operations.map((one) => one.name).join(', ')}.`);
}

/** `key=value`, `key+=value`, `key-=value`. */
function operationOf(pair: string): AlterConfigOp {
  const match = /^([\w.-]+?)\s*(\+=|-=|=)\s*(.*)$/s.exec(pair);
  if (match === null) throw new UsageError(`${pair} is not of the form key=value.`);
  const [, name = '', operator, value = ''] = match;
  const operation = operator === '=' ? 'SET' : operator === '+=' ? 'APPEND' : 'SUBTRACT';
  return { operation, name, value };
}
