/** `samsa schema register`. */
import { ExitCode, CommandEnded } from '../exit-code.ts';
import { isKafkaError } from '#kernel';
import type { Surroundings } from '../surroundings.ts';
import { complain } from '../terminal/messages.ts';
import { withRegistry } from './registry-session.ts';
import type { RegisterSchemaOptions } from './schema-command.ts';
import { readSchema } from './schema-text.ts';

export async function registerSchema(
  surroundings: Surroundings,
  { subject, file }: { readonly subject: string; readonly file: string },
  options: RegisterSchemaOptions,
): Promise<void> {
  const input = await readSchema(surroundings, file, options);
  await withRegistry(surroundings, options, async ({ client, output }) => {
    try {
      const normalize = options.normalize === true;
      const { id, guid } = await client.register(subject, input, { normalize });
      // Registries before 8.0 answer a registration with the id alone.
      const { version } = await client.lookUp(subject, input, { normalize });
      await output.rows(
        [{ subject, version, id, guid }],
        [{ key: 'subject' }, { key: 'version' }, { key: 'id' }],
        options,
      );
    } catch (error) {
      if (!isKafkaError(error, 'INCOMPATIBLE_SCHEMA')) throw error;
      complain(
        surroundings,
        `${file} is not compatible; samsa schema check ${subject} ${file} says why and what to do`,
      );
      throw new CommandEnded(ExitCode.failed);
    }
  });
}
