/** `samsa schema list`. */
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { allSchemas } from './all-schemas.ts';
import type { ListSchemasOptions } from './schema-command.ts';
import { withRegistry } from './registry-session.ts';

export async function listSchemas(
  surroundings: Surroundings,
  words: readonly string[],
  options: ListSchemasOptions,
): Promise<void> {
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const { versions = false, deleted = false } = options;
    const rows = [];
    for await (const schema of allSchemas(client, { latestOnly: !versions, deleted })) {
      const { subject, version, id, schemaType } = schema;
      if (words.length > 0 && !words.some((word) => subject.includes(word))) continue;
      const references = schema.references.map((one) => `${one.subject}:${one.version}`);
      rows.push({ subject, version, id, type: schemaType, references, deleted: schema.deleted });
    }
    await output.rows(
      rows,
      [
        { key: 'subject' },
        { key: 'version', show: (version, row) => (row.deleted ? `${String(version)} (deleted)` : String(version)) },
        { key: 'id' },
        { key: 'type' },
        { key: 'references' },
      ],
      options,
    );
    if (rows.length === 0)
      tell(surroundings, words.length === 0 ? 'There are no schemas.' : 'No subject has such a name.');
  });
}
