/**
 * A group's configs within the bounds that the broker sets (Kafka's GroupConfig.validate): the bounds of
 * `share.session.timeout.ms` are `group.share.min.session.timeout.ms` and `group.share.max.session.timeout.ms`.
 */
import type { ParsedConfig } from '#kernel';
import { groupConfigTable } from '#coordinator';
import type { ConfigMap } from '#metadata';
import { brokerConfigTable } from './config/index.ts';

/** Of each kind, the session is longer than the interval between heartbeats. */
const KINDS = ['consumer', 'share', 'streams'];

/** The first bound that is broken, as one sentence, or null. The values were parsed without a problem before. */
export function groupBoundsProblem(configs: ConfigMap, brokerTexts: ReadonlyMap<string, string>): string | null {
  for (const [key, text] of configs) {
    const value = numberIn(groupConfigTable, key, text);
    if (value === null) continue;
    const min = boundOf(key, 'min', brokerTexts);
    if (min !== null && value < min.value) return `${key} must be greater than or equal to ${min.key}`;
    const max = boundOf(key, 'max', brokerTexts);
    if (max !== null && value > max.value) return `${key} must be less than or equal to ${max.key}`;
  }
  return KINDS.map((kind) => heartbeatProblem(kind, configs, brokerTexts)).find((problem) => problem !== null) ?? null;
}

/** What is not set on the group is the broker's. */
function heartbeatProblem(kind: string, configs: ConfigMap, brokerTexts: ReadonlyMap<string, string>): string | null {
  const session = `${kind}.session.timeout.ms`;
  const heartbeat = `${kind}.heartbeat.interval.ms`;
  if (!configs.has(session) && !configs.has(heartbeat)) return null;
  const inForce = (key: string): number =>
    numberIn(groupConfigTable, key, configs.get(key)) ?? brokerNumber(`group.${key}`, brokerTexts) ?? Number.NaN;
  return inForce(session) <= inForce(heartbeat) ? `${session} must be greater than ${heartbeat}` : null;
}

function boundOf(
  key: string,
  side: 'min' | 'max',
  brokerTexts: ReadonlyMap<string, string>,
): { key: string; value: number } | null {
  const [kind = '', ...rest] = key.split('.');
  for (const name of [rest, rest.slice(1)]) {
    const bound = `group.${kind}.${side}.${name.join('.')}`;
    const value = brokerNumber(bound, brokerTexts);
    if (value !== null) return { key: bound, value };
  }
  return null;
}

function brokerNumber(key: string, texts: ReadonlyMap<string, string>): number | null {
  return numberIn(brokerConfigTable, key, texts.get(key) ?? brokerConfigTable.entry(key)?.defaultValue ?? undefined);
}

interface Parsing {
  has(key: string): boolean;
  parseValue(key: string, text: string): ParsedConfig;
}

function numberIn(table: Parsing, key: string, text: string | undefined): number | null {
  if (text === undefined || !table.has(key)) return null;
  const parsed = table.parseValue(key, text);
  return 'value' in parsed && typeof parsed.value === 'number' ? parsed.value : null;
}
