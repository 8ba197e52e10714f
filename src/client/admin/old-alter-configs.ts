/**
 * Altering configs on brokers before Kafka 2.3, which only set all configs of a resource at once (AlterConfigs): reads what
 * is set, applies the operations to it, and writes the whole. Between the two another's change is lost, as it is with
 * every client of such brokers; what cannot be read back (a password) is not overwritten: then the call fails.
 */
import {
  alterConfigsRequest,
  alterConfigsResponse,
  describeConfigsRequest,
  describeConfigsResponse,
  type DescribeConfigsResponseResult,
} from '#protocol';
import { errorFor } from '../errors.ts';
import type { AdminCall } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { resourceKey, resourceSubject, type AlterConfigOp, type ConfigAlteration } from './configs.ts';
import { configResourceTypes, configSources, type ConfigSource } from './words.ts';

/** The sources that AlterConfigs writes. */
const OWN_SOURCES: ReadonlySet<ConfigSource> = new Set([
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
]);

interface Work {
  readonly nodeId: number;
  readonly items: readonly ConfigAlteration[];
  readonly validateOnly: boolean;
}

export async function alterConfigsAsWhole(
  call: AdminCall,
  { nodeId, items, validateOnly }: Work,
  answers: Answers<undefined>,
): Promise<void> {
  const current = await readConfigs(call, nodeId, items);
  const resources = items.flatMap((item) => {
    const configs = wholeConfigs(item, current.get(resourceSubject.key(item)), answers);
    if (configs === null) return [];
    return [{ resourceType: configResourceTypes.toWire(item.type), resourceName: item.name, configs }];
  });
  if (resources.length === 0) return;
  const answer = await call.send(nodeId, [alterConfigsRequest, alterConfigsResponse], { resources, validateOnly });
  for (const result of answer.responses) {
    answers.add(resourceKey(result.resourceType, result.resourceName), result, () => undefined);
  }
}

async function readConfigs(
  call: AdminCall,
  nodeId: number,
  items: readonly ConfigAlteration[],
): Promise<Map<string, DescribeConfigsResponseResult>> {
  const resources = items.map(({ type, name }) => {
    return { resourceType: configResourceTypes.toWire(type), resourceName: name, configurationKeys: null };
  });
  const body = { resources, includeSynonyms: false, includeDocumentation: false };
  const { results } = await call.send(nodeId, [describeConfigsRequest, describeConfigsResponse], body);
  return new Map(results.map((result) => [resourceKey(result.resourceType, result.resourceName), result]));
}

/** Null where the item is refused. */
function wholeConfigs(
  item: ConfigAlteration,
  described: DescribeConfigsResponseResult | undefined,
  answers: Answers<undefined>,
): { name: string; value: string | null }[] | null {
  const key = resourceSubject.key(item);
  if (described === undefined) return null;
  if (described.errorCode !== 0) {
    answers.add(key, described, () => undefined);
    return null;
  }
  const own = described.configs.filter(({ configSource }) => OWN_SOURCES.has(configSources.fromWire(configSource)));
  const whole = new Map(own.map(({ name, value }) => [name, value]));
  const all = new Map(described.configs.map(({ name, value }) => [name, value]));
  for (const operation of item.operations) apply(whole, operation, all.get(operation.name) ?? '');
  const hidden = own.find(({ name, isSensitive }) => isSensitive && whole.get(name) === null);
  if (hidden !== undefined) {
    const message = `The broker is too old to alter configs one by one, and the value of ${hidden.name} cannot be kept.`;
    answers.refuse(key, errorFor('UNSUPPORTED_VERSION', message));
    return null;
  }
  return Array.from(whole, ([name, value]) => ({ name, value }));
}

function apply(whole: Map<string, string | null>, { operation, name, value = null }: AlterConfigOp, now: string): void {
  const items = now.split(',').filter((item) => item !== '');
  const given = (value ?? '').split(',');
  if (operation === 'SET') whole.set(name, value);
  else if (operation === 'DELETE') whole.delete(name);
  else if (operation === 'APPEND') whole.set(name, [...new Set([...items, ...given])].join(','));
  else whole.set(name, items.filter((item) => !given.includes(item)).join(','));
}
