/**
 * Subscriptions by regular expression (KIP-848): RE2's syntax, matched against whole names, in linear time whatever the
 * expression. What an expression was found to match is written down with the version of the metadata and the time, and
 * looked for again when there are new topics, after `group.consumer.regex.refresh.interval.ms`, and when another
 * expression comes. The search is a turn of its own, so that no heartbeat waits for it.
 */
import { hasPassed, KafkaError } from '#kernel';
import { RE2JS } from 're2js';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, isSameSet, regexOf } from './consumer-group-member.ts';
import { expressionTombstone } from './tombstones.ts';

/** Which topics a client may know of. */
export type TopicFilter = (topic: string) => boolean;

/**
 * What a member's turn means for its expression: nothing; another one, whose topics are not known yet; or another one
 * (or none any more) whose topics are known.
 */
export type ExpressionChange = 'same' | 'changed' | 'resolved';

const TIMER = 'expressions';
const LEAST_INTERVAL_MS = 10_000;
const LONGEST_EXPRESSION = 32_767;
/** Names are matched against so many expressions in one turn that it stays short. */
const MATCHES_PER_TURN = 20_000;
const NO_TOPICS: ReadonlySet<string> = new Set();

export interface ExpressionUpdate {
  readonly before: ConsumerGroupMember;
  readonly updated: ConsumerGroupMember;
  readonly mayDescribe: TopicFilter;
}

/** Throws INVALID_REGULAR_EXPRESSION. */
export function updateExpressions(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { before, updated, mayDescribe }: ExpressionUpdate,
): ExpressionChange {
  const { expressions } = group.subscriptions;
  const [old, next] = [regexOf(before), regexOf(updated)];
  let change: ExpressionChange = 'same';
  let isNew = false;
  if (before.subscribedTopicRegex !== updated.subscribedTopicRegex) {
    isNew = next !== null && !expressions.has(next);
    if (isNew) compile(next!);
    change = takeExpression(group, turn, { old, next });
  }
  if ((isNew || expressions.size > 0) && !group.timers.has(TIMER) && isSearchDue(group, turn, { old, next, isNew })) {
    group.timers.set(TIMER, turn.monotonicNow, (later) => search(group, later, { mayDescribe, done: new Set() }));
  }
  return change;
}

interface OldAndNew {
  readonly old: string | null;
  readonly next: string | null;
}

function takeExpression(group: ConsumerGroup, turn: Turn<GroupRecord>, { old, next }: OldAndNew): ExpressionChange {
  const { expressions, resolved } = group.subscriptions;
  if (old !== null && expressions.get(old) === 1) turn.records.push(expressionTombstone(group.groupId, old));
  if (next === null) return old === null ? 'changed' : 'resolved';
  return expressions.has(next) && resolved.has(next) ? 'resolved' : 'changed';
}

function isSearchDue(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { old, next, isNew }: OldAndNew & { isNew: boolean },
): boolean {
  const { settings, newTopicsVersion } = group.context;
  const { expressions, resolved } = group.subscriptions;
  const [last] = resolved.values();
  const lastTime = last?.timestamp ?? -Infinity;
  if (!hasPassed(lastTime, LEAST_INTERVAL_MS, turn.now)) return false;
  const wanted = new Set(expressions.keys());
  if (old !== null && expressions.get(old) === 1) wanted.delete(old);
  if (next !== null) wanted.add(next);
  if (wanted.size === 0) return false;
  if (isNew || wanted.size !== resolved.size) return true;
  return (last?.version ?? 0) < newTopicsVersion() || hasPassed(lastTime, settings.regexRefreshIntervalMs, turn.now);
}

interface Search {
  readonly mayDescribe: TopicFilter;
  /** Expressions that earlier turns of the search have looked for. */
  readonly done: Set<string>;
}

function search(group: ConsumerGroup, turn: Turn<GroupRecord>, { mayDescribe, done }: Search): void {
  const { topics, logger } = group.context;
  const names = [...topics.topicNames()];
  const left = [...group.subscriptions.expressions.keys()].filter((expression) => !done.has(expression));
  const now = left.slice(0, Math.max(1, Math.floor(MATCHES_PER_TURN / (names.length + 1))));
  const { version } = topics;
  const found = new Map(now.map((expression) => [expression, topicsMatching(expression, names, mayDescribe)]));
  record(group, turn, { found, version });
  logger.debug('topics are looked for', { group: group.groupId, expressions: now.length, topics: names.length });
  if (now.length === left.length) return;
  for (const expression of now) done.add(expression);
  group.timers.set(TIMER, turn.monotonicNow, (later) => search(group, later, { mayDescribe, done }));
}

function record(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { found, version }: { found: ReadonlyMap<string, ReadonlySet<string>>; version: number },
): void {
  const { groupId, subscriptions } = group;
  let hasChanged = false;
  for (const [regularExpression, matching] of found) {
    hasChanged ||= !isSameSet(subscriptions.resolved.get(regularExpression)?.topics ?? NO_TOPICS, matching);
    const value = { topics: [...matching].sort(), version, timestamp: turn.now };
    turn.records.push({ type: 'consumer-group-regular-expression', groupId, regularExpression, value });
  }
  const metadataHash = group.hashOf(subscriptions.topicNames({ found }));
  if (!hasChanged && metadataHash === group.metadataHash) return;
  const epoch = group.groupEpoch + 1;
  turn.records.push({ type: 'consumer-group-metadata', groupId, value: { epoch, metadataHash } });
  group.metadataChecked(epoch);
}

function topicsMatching(expression: string, names: readonly string[], mayDescribe: TopicFilter): Set<string> {
  const pattern = RE2JS.compile(expression);
  return new Set(names.filter((name) => pattern.matches(name) && mayDescribe(name)));
}

function compile(expression: string): void {
  let reason = `it is longer than ${LONGEST_EXPRESSION} characters`;
  if (expression.length <= LONGEST_EXPRESSION) {
    try {
      RE2JS.compile(expression);
      return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  const message = `SubscribedTopicRegex \`${expression.slice(0, 256)}\` is not a valid regular expression: ${reason}.`;
  throw new KafkaError('INVALID_REGULAR_EXPRESSION', message);
}
