/**
 * Which topics a subscription comes to, and that the metadata keeps them fresh. A pattern matches as `RegExp.test` does:
 * anywhere in the name unless it is anchored.
 */
import type { Subscription } from './group-membership.ts';
import type { GroupMetadataCache } from './group-cluster.ts';

export class SubscribedTopics {
  readonly #metadata: GroupMetadataCache;
  readonly #excludeInternalTopics: boolean;
  #subscription: Subscription | null = null;
  #matched: readonly string[] = [];
  /** Besides its own: those of the whole group, for its leader. */
  #others: readonly string[] = [];

  constructor(metadata: GroupMetadataCache, excludeInternalTopics: boolean) {
    this.#metadata = metadata;
    this.#excludeInternalTopics = excludeInternalTopics;
  }

  get subscription(): Subscription | null {
    return this.#subscription;
  }

  /** For the broker to match; null where the subscription is another one. */
  get serverPattern(): string | null {
    const subscription = this.#subscription;
    return subscription !== null && 'serverPattern' in subscription ? subscription.serverPattern : null;
  }

  /** Of a pattern those that match now, as far as the metadata is known. */
  get names(): readonly string[] {
    const subscription = this.#subscription;
    if (subscription === null || 'serverPattern' in subscription) return [];
    return 'topics' in subscription ? subscription.topics : this.#matched;
  }

  set(subscription: Subscription | null): void {
    this.#subscription = withoutState(subscription);
    this.#matched = [];
    this.#others = [];
    this.#watch();
  }

  /** Keeps these fresh as well. */
  alsoWatch(topics: readonly string[]): void {
    this.#others = topics;
    this.#watch();
  }

  /** Brings `names` up to date; asks the cluster for all its topics where there is a pattern. */
  async resolve(signal: AbortSignal): Promise<void> {
    const pattern = this.#pattern();
    if (pattern !== null) this.#match(pattern, await this.#metadata.ensureAll({ signal }));
  }

  /** Matches again what the metadata knows by now. */
  rematch(): void {
    const pattern = this.#pattern();
    if (pattern !== null) this.#match(pattern, this.#metadata.topicNames());
  }

  /** Whether the topic is of this subscription. What the broker matches, it knows. */
  includes(topic: string): boolean {
    const pattern = this.#pattern();
    if (pattern !== null) return pattern.test(topic);
    return this.serverPattern !== null || this.names.includes(topic);
  }

  #pattern(): RegExp | null {
    return this.#subscription !== null && 'pattern' in this.#subscription ? this.#subscription.pattern : null;
  }

  #match(pattern: RegExp, topics: readonly string[]): void {
    const allowed = topics.filter((name) => pattern.test(name) && !this.#isHidden(name));
    this.#matched = allowed.toSorted();
  }

  #isHidden(name: string): boolean {
    return this.#excludeInternalTopics && this.#metadata.topic(name)?.isInternal === true;
  }

  #watch(): void {
    const isPattern = this.#pattern() !== null;
    this.#metadata.watch(isPattern ? 'all' : new Set([...this.names, ...this.#others]));
  }
}

/** A pattern with the flags `g` or `y` would remember where it matched last. */
function withoutState(subscription: Subscription | null): Subscription | null {
  if (subscription === null || !('pattern' in subscription)) return subscription;
  const { source, flags } = subscription.pattern;
  return { pattern: new RegExp(source, flags.replace(/[gy]/g, '')) };
}
