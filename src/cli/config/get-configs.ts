/** `samsa config get` (KIP-133, KIP-226, KIP-1142). */
import { nearestName } from '#kernel';
import { withAdmin } from '../connection/admin-session.ts';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { EntityType, GetConfigsOptions } from './config-command.ts';
import { configResource } from './config-entity.ts';

export interface ConfigsAskedFor {
  readonly type: EntityType;
  readonly name: string;
  readonly keys: readonly string[];
}

export async function getConfigs(
  surroundings: Surroundings,
  { type, name, keys }: ConfigsAskedFor,
  options: GetConfigsOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const [described] = await admin.describeConfigs([configResource(type, name)]);
    const entries = described?.entries ?? [];
    const unknown = keys.find((key) => !entries.some((entry) => entry.name === key));
    if (unknown !== undefined) throw unknownKey(type, unknown, entries);
    const rows = entries
      .filter((entry) => (keys.length > 0 ? keys.includes(entry.name) : options.all === true || !entry.isDefault))
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name: key, value, source, isSensitive, isReadOnly }) => ({
        key,
        value,
        source,
        isSensitive,
        isReadOnly,
      }));
    await output.rows(
      rows,
      [
        { key: 'key', title: 'CONFIG' },
        { key: 'value', show: (_, { value, isSensitive }) => (isSensitive ? '(secret)' : (value ?? '-')) },
        { key: 'source', show: (source) => sourceText(String(source)) },
      ],
      options,
    );
    if (rows.length === 0) tell(surroundings, `All configs of ${type} ${name} have their defaults; --all shows them.`);
  });
}

function unknownKey(type: EntityType, key: string, entries: readonly { readonly name: string }[]): UsageError {
  const meant = nearestName(
    key,
    entries.map((entry) => entry.name),
  );
  const hint = meant === null ? `samsa config get ${type} NAME --all shows what there is.` : `did you mean ${meant}?`;
  return new UsageError(`A ${type} has no config ${key}; ${hint}`);
}

/** `DYNAMIC_TOPIC_CONFIG` → `dynamic topic`. */
function sourceText(source: string): string {
  return source
    .replace(/_CONFIG$/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}
