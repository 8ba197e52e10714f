/**
 * Which metrics are asked of which clients (KIP-714): the CLIENT_METRICS configs, each with patterns that a client has to
 * match, prefixes of metrics' names and an interval.
 */
import { RE2JS } from 're2js';
import type { ConfigMap } from '#metadata';
import { clientMetricsTable } from '../client-metrics-configs.ts';

/** What patterns look at. */
export interface ClientTraits {
  readonly client_instance_id: string;
  readonly client_id: string;
  readonly client_software_name: string;
  readonly client_software_version: string;
  readonly client_source_address: string;
  readonly client_source_port: string;
}

const TRAITS: ReadonlySet<string> = new Set<keyof ClientTraits>([
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]);

export interface ClientPattern {
  readonly trait: keyof ClientTraits;
  readonly pattern: RE2JS;
}

export const DEFAULT_PUSH_INTERVAL_MS = 300_000;
export const ALL_METRICS = '*';
/** No client has a longer name; what is longer matches nothing rather than keeping a pattern busy. */
const MAX_MATCHED_LENGTH = 1000;

/** What is wrong with a `match`, as one sentence, or its patterns. */
export function parseMatch(items: readonly string[]): ClientPattern[] | string {
  const patterns: ClientPattern[] = [];
  for (const item of items) {
    const equals = item.indexOf('=');
    const trait = item.slice(0, equals).trim();
    if (equals < 0) return `Illegal client matching pattern: ${item}`;
    if (!TRAITS.has(trait)) return `Illegal client matching pattern: ${item}, ${trait} is no property of a client`;
    const pattern = compiled(item.slice(equals + 1).trim());
    if (pattern === null) return `Illegal client matching pattern: ${item}, it is no regular expression`;
    patterns.push({ trait: trait as keyof ClientTraits, pattern });
  }
  return patterns;
}

/** In RE2's syntax, which never takes longer than its text is long: names are the client's to choose. */
function compiled(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source);
  } catch {
    return null;
  }
}

export interface Subscription {
  readonly metrics: readonly string[];
  readonly intervalMs: number;
  readonly patterns: readonly ClientPattern[];
}

/** Configs that are in the metadata were checked before; what cannot be read all the same asks for nothing. */
export function subscriptionOf(configs: ConfigMap): Subscription | null {
  const { values } = clientMetricsTable.parse(configs);
  const patterns = parseMatch(values.match);
  if (typeof patterns === 'string') return null;
  return { metrics: values.metrics, intervalMs: values.intervalMs, patterns };
}

export interface Wanted {
  /** Sorted prefixes of names, or `*` alone. */
  readonly metrics: string[];
  readonly intervalMs: number;
}

/** What all subscriptions together ask of this client. */
export function wantedFrom(traits: ClientTraits, subscriptions: Iterable<Subscription>): Wanted {
  const metrics = new Set<string>();
  let intervalMs = DEFAULT_PUSH_INTERVAL_MS;
  for (const subscription of subscriptions) {
    if (!subscription.patterns.every(({ trait, pattern }) => matches(pattern, traits[trait]))) continue;
    for (const metric of subscription.metrics) metrics.add(metric);
    intervalMs = Math.min(intervalMs, subscription.intervalMs);
  }
  return { metrics: metrics.has(ALL_METRICS) ? [ALL_METRICS] : [...metrics].toSorted(), intervalMs };
}

/** It has to match the whole of a name. */
function matches(pattern: RE2JS, text: string): boolean {
  return text.length <= MAX_MATCHED_LENGTH && pattern.matches(text);
}
