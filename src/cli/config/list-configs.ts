/** `samsa config list`: the config tables on the terminal. */
import { brokerConfigTable } from '#broker';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';
import type { ConfigEntry } from '#kernel';
import type { Surroundings } from '../surroundings.ts';
import { Output } from '../terminal/output.ts';
import { tell } from '../terminal/messages.ts';
import type { ListConfigsOptions } from './config-command.ts';

export async function listConfigs(
  surroundings: Surroundings,
  words: readonly string[],
  { broker, topic, group }: ListConfigsOptions,
): Promise<void> {
  const output = new Output(surroundings);
  const help = {
    width: Math.min(output.pageWidth, 120),
    filter: (entry: ConfigEntry) => words.length === 0 || words.some((word) => entry.name.includes(word)),
  };
  const lines: string[] = [];
  if (broker === true || (topic !== true && group !== true)) lines.push(...brokerConfigTable.help(help));
  if (topic === true) lines.push(...topicConfigTable.help(help));
  if (group === true) lines.push(...groupConfigTable.help(help));
  if (lines.length === 0) tell(surroundings, `No config has ${words.join(' or ')} in its name.`);
  else await output.write(`${lines.join('\n')}\n`);
}
