/** `samsa config list`: the config tables on the terminal. The tables are loaded where they are asked for. */
import type { ConfigEntry } from '#kernel';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { Output } from '../terminal/output.ts';
import type { ListConfigsOptions } from './config-command.ts';

export async function listConfigs(
  surroundings: Surroundings,
  words: readonly string[],
  options: ListConfigsOptions,
): Promise<void> {
  const output = new Output(surroundings);
  const help = {
    width: Math.min(output.pageWidth, 120),
    filter: (entry: ConfigEntry) => words.length === 0 || words.some((word) => entry.name.includes(word)),
  };
  const lines = (await tables(options)).flatMap((table) => table.help(help));
  if (lines.length === 0) tell(surroundings, `No config has ${words.join(' or ')} in its name.`);
  else await output.write(`${lines.join('\n')}\n`);
}

interface Table {
  help(options: { readonly width: number; filter(entry: ConfigEntry): boolean }): readonly string[];
}

/** Those of a broker where none is asked for. */
async function tables(options: ListConfigsOptions): Promise<readonly Table[]> {
  const { broker, topic, group, producer, consumer, admin } = options;
  const wanted: Table[] = [];
  const isNone = [broker, topic, group, producer, consumer, admin].every((flag) => flag !== true);
  if (isNone || broker === true) wanted.push((await import('#broker')).brokerConfigTable);
  if (topic === true) wanted.push((await import('#log')).topicConfigTable);
  if (group === true) wanted.push((await import('#coordinator')).groupConfigTable);
  if (producer === true) wanted.push((await import('#client')).producerConfigs);
  if (consumer === true) wanted.push((await import('#client')).consumerConfigs);
  if (admin === true) wanted.push((await import('#client')).adminConfigs);
  return wanted;
}
