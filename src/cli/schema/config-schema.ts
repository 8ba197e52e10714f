/** `samsa schema config`: what is configured for a subject or the registry, its mode, and changes of both. */
import { isKafkaError } from '#kernel';
import type { RegistryClient } from '#serde';
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { JsonValue } from '../terminal/table.ts';
import { withRegistry } from './registry-session.ts';
import type { ConfigSchemaOptions } from './schema-command.ts';

export async function configSchema(
  surroundings: Surroundings,
  subject: string | undefined,
  options: ConfigSchemaOptions,
): Promise<void> {
  const changes = changesOf(options);
  const isChange = Object.keys(changes).length > 0 || options.mode !== undefined;
  if (isChange && options.unset === true) throw new UsageError('--unset goes with no other change.');
  await withRegistry(surroundings, options, async ({ client, output }) => {
    if (options.unset === true) await unset(client, subject);
    if (Object.keys(changes).length > 0) await client.request('PUT', pathOf('config', subject), changes);
    if (options.mode !== undefined) {
      const force = options.force === true ? '?force=true' : '';
      await client.request('PUT', `${pathOf('mode', subject)}${force}`, { mode: options.mode.toUpperCase() });
    }
    const answer = await Promise.all([shown(client, 'config', subject), shown(client, 'mode', subject)]);
    const all: Readonly<Record<string, unknown>> = { ...answer[0], ...answer[1] };
    if (options.json === true) return await output.json({ subject: subject ?? null, ...all });
    const rows = Object.entries(all).map(([name, value]) => ({ config: name, value: value as JsonValue }));
    await output.rows(rows, [{ key: 'config' }, { key: 'value' }]);
    if (isChange || options.unset === true) tell(surroundings, `Changed for ${subject ?? 'the registry'}.`);
  });
}

function changesOf({ compatibility, policy, normalize, alias, group }: ConfigSchemaOptions): Record<string, unknown> {
  return {
    ...(compatibility === undefined ? {} : { compatibility: compatibility.toUpperCase().replaceAll('-', '_') }),
    ...(policy === undefined ? {} : { compatibilityPolicy: policy.toUpperCase() }),
    ...(normalize === undefined ? {} : { normalize: normalize === 'true' }),
    ...(alias === undefined ? {} : { alias }),
    ...(group === undefined ? {} : { compatibilityGroup: group }),
  };
}

/** With what wider scopes say where it has nothing of its own. */
async function shown(
  client: RegistryClient,
  kind: 'config' | 'mode',
  subject: string | undefined,
): Promise<Record<string, unknown>> {
  const query = subject === undefined ? '' : '?defaultToGlobal=true';
  return (await client.request('GET', `${pathOf(kind, subject)}${query}`)) as Record<string, unknown>;
}

/** The mode first: it may be what forbids the rest. What is not set is no failure. */
async function unset(client: RegistryClient, subject: string | undefined): Promise<void> {
  for (const kind of ['mode', 'config'] as const) {
    try {
      await client.request('DELETE', pathOf(kind, subject));
    } catch (error) {
      if (!isKafkaError(error) || !('status' in error) || error.status !== 404) throw error;
    }
  }
}

function pathOf(kind: 'config' | 'mode', subject: string | undefined): string {
  return subject === undefined ? `/${kind}` : `/${kind}/${encodeURIComponent(subject)}`;
}
