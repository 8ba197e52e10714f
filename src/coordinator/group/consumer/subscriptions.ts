/**
 * What the members of a consumer group subscribe to: topics by name, and regular expressions, each of which was found to
 * match certain topics. Kept by counting, so that a heartbeat need not look at all members.
 */
import type { ConsumerGroupRegularExpressionValue } from '#protocol';
import { type ConsumerGroupMember, regexOf } from './consumer-group-member.ts';

export interface ResolvedExpression {
  readonly topics: ReadonlySet<string>;
  /** Of the cluster's metadata in which it was resolved. */
  readonly version: number;
  /** In milliseconds. */
  readonly timestamp: number;
}

const EXPRESSION_BYTES = 256;
const TOPIC_BYTES = 64;

export class Subscriptions {
  readonly #byName = new Map<string, number>();
  readonly #byExpression = new Map<string, number>();
  readonly #resolved = new Map<string, ResolvedExpression>();
  readonly #assignors = new Map<string, number>();
  /** How many members that speak the classic protocol support each of its protocols. */
  readonly #classicProtocols = new Map<string, number>();

  get resolved(): ReadonlyMap<string, ResolvedExpression> {
    return this.#resolved;
  }

  /** How many members subscribe by each expression. */
  get expressions(): ReadonlyMap<string, number> {
    return this.#byExpression;
  }

  get classicProtocols(): ReadonlyMap<string, number> {
    return this.#classicProtocols;
  }

  add(member: ConsumerGroupMember): void {
    this.#change(member, 1);
  }

  remove(member: ConsumerGroupMember): void {
    this.#change(member, -1);
  }

  /** By how many bytes that grows. */
  setResolved(expression: string, value: ConsumerGroupRegularExpressionValue | null): number {
    const before = this.#resolved.get(expression);
    let grown = before === undefined ? 0 : -sizeOf(expression, before);
    if (value === null) this.#resolved.delete(expression);
    else {
      const { version, timestamp } = value;
      const resolved = { topics: new Set(value.topics), version, timestamp };
      this.#resolved.set(expression, resolved);
      grown += sizeOf(expression, resolved);
    }
    return grown;
  }

  includes(topic: string): boolean {
    if (this.#byName.has(topic)) return true;
    for (const { topics } of this.#resolved.values()) if (topics.has(topic)) return true;
    return false;
  }

  /** All topics that are subscribed to, as they are after a change. */
  topicNames(change: SubscriptionChange = {}): Set<string> {
    const names = new Map(this.#byName);
    const expressions = new Map(this.#byExpression);
    for (const member of change.removed ?? []) countMember({ names, expressions }, member, -1);
    for (const member of change.added ?? []) countMember({ names, expressions }, member, 1);
    const topics = new Set(names.keys());
    for (const expression of expressions.keys()) {
      const matching = change.found?.get(expression) ?? this.#resolved.get(expression)?.topics;
      for (const topic of matching ?? []) topics.add(topic);
    }
    return topics;
  }

  /** The topics of a member: by name, and what its expression was found to match so far. */
  topicsOf(member: ConsumerGroupMember): ReadonlySet<string> {
    const expression = regexOf(member);
    const resolved = expression === null ? undefined : this.#resolved.get(expression);
    if (resolved === undefined) return member.subscribedTopicNames;
    return new Set([...member.subscribedTopicNames, ...resolved.topics]);
  }

  /** The assignor that most members ask for; null where none does. */
  preferredAssignor(change: SubscriptionChange = {}): string | null {
    const counts = new Map(this.#assignors);
    for (const { serverAssignor } of change.removed ?? [])
      if (serverAssignor !== null) count(counts, serverAssignor, -1);
    for (const { serverAssignor } of change.added ?? []) if (serverAssignor !== null) count(counts, serverAssignor, 1);
    let preferred: string | null = null;
    for (const [name, votes] of counts) if (preferred === null || votes > counts.get(preferred)!) preferred = name;
    return preferred;
  }

  #change(member: ConsumerGroupMember, by: number): void {
    countMember({ names: this.#byName, expressions: this.#byExpression }, member, by);
    if (member.serverAssignor !== null) count(this.#assignors, member.serverAssignor, by);
    for (const { name } of member.classicMemberMetadata?.supportedProtocols ?? []) {
      count(this.#classicProtocols, name, by);
    }
  }
}

export interface SubscriptionChange {
  readonly removed?: Iterable<ConsumerGroupMember>;
  readonly added?: Iterable<ConsumerGroupMember>;
  /** What expressions match now. */
  readonly found?: ReadonlyMap<string, ReadonlySet<string>>;
}

function countMember(
  { names, expressions }: { names: Map<string, number>; expressions: Map<string, number> },
  member: ConsumerGroupMember,
  by: number,
): void {
  for (const name of member.subscribedTopicNames) count(names, name, by);
  const expression = regexOf(member);
  if (expression !== null) count(expressions, expression, by);
}

function count(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}

function sizeOf(expression: string, { topics }: ResolvedExpression): number {
  let bytes = EXPRESSION_BYTES + expression.length;
  for (const topic of topics) bytes += TOPIC_BYTES + topic.length;
  return bytes;
}
