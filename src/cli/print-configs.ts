/** `samsa config`: the config tables on the terminal. */
import { brokerConfigTable } from '#broker';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';
import type { ConfigEntry } from '#kernel';
import type { ConfigOptions } from './command-line.ts';

export function printConfigs(words: readonly string[], { broker, topic, group }: ConfigOptions): void {
  const help = {
    width: Math.min(process.stdout.columns ?? 100, 120),
    filter: (entry: ConfigEntry) => words.length === 0 || words.some((word) => entry.name.includes(word)),
  };
  const lines: string[] = [];
  if (broker === true || (topic !== true && group !== true)) lines.push(...brokerConfigTable.help(help));
  if (topic === true) lines.push(...topicConfigTable.help(help));
  if (group === true) lines.push(...groupConfigTable.help(help));
  process.stdout.write(
    lines.length === 0 ? `No config has ${words.join(' or ')} in its name.\n` : `${lines.join('\n')}\n`,
  );
}
