/**
 * `samsa schema delete`: a subject or one version. What is deleted can be registered again under the same id, and its data
 * still be read; `--permanent` takes it away for good, in the two steps that a registry asks for.
 */
import { isKafkaError } from '#kernel';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { withRegistry } from './registry-session.ts';
import type { DeleteSchemaOptions } from './schema-command.ts';

export async function deleteSchema(
  surroundings: Surroundings,
  { subject, version }: { readonly subject: string; readonly version: string | undefined },
  options: DeleteSchemaOptions,
): Promise<void> {
  const isPermanent = options.permanent === true;
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const remove = (permanent: boolean): Promise<readonly number[]> =>
      version === undefined
        ? client.deleteSubject(subject, { permanent })
        : client.deleteVersion(subject, versionOf(version), { permanent }).then((number) => [number]);
    let deleted = await firstStep(() => remove(false), isPermanent);
    if (isPermanent) deleted = await remove(true);
    await output.rows(
      deleted.map((number) => ({ subject, version: number, permanent: isPermanent })),
      [{ key: 'subject' }, { key: 'version' }],
      options,
    );
    const how = isPermanent ? ' for good' : '';
    tell(surroundings, `Deleted ${subject}${version === undefined ? '' : ` version ${version}`}${how}.`);
  });
}

/** What was deleted before is only to be deleted for good. */
async function firstStep(remove: () => Promise<readonly number[]>, isPermanent: boolean): Promise<readonly number[]> {
  try {
    return await remove();
  } catch (error) {
    if (isPermanent && ALREADY.has(errorCodeOf(error))) return [];
    throw error;
  }
}

/** Subject, or version, is deleted already. */
const ALREADY: ReadonlySet<number> = new Set([40404, 40406]);

function errorCodeOf(error: unknown): number {
  return isKafkaError(error) && 'errorCode' in error && typeof error.errorCode === 'number' ? error.errorCode : 0;
}

function versionOf(text: string): number | 'latest' {
  return text === 'latest' ? text : Number(text);
}
