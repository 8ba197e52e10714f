/**
 * The configs in force for a group (resource type GROUP): what was set on the group, else what the broker says for all
 * groups of the kind, else the default. Heartbeats ask each time; what was worked out counts until a config changes.
 */
import { groupConfigTable, type GroupConfigs } from '#coordinator';
import { ConfigResourceType, type MetadataImage } from '#metadata';
import type { EffectiveConfigs } from './effective-configs.ts';

export class GroupConfigsInForce {
  readonly #image: MetadataImage;
  readonly #configs: EffectiveConfigs;
  #ofAll: GroupConfigs | null = null;
  /** Of groups that have configs of their own. */
  readonly #ofGroup = new Map<string, GroupConfigs>();

  constructor(image: MetadataImage, configs: EffectiveConfigs) {
    this.#image = image;
    this.#configs = configs;
    configs.onBrokerConfigs(() => this.changed());
  }

  of(groupId: string): GroupConfigs {
    const own = this.#image.configs(ConfigResourceType.GROUP, groupId);
    if (own.size === 0) return (this.#ofAll ??= this.#parse(new Map()));
    let known = this.#ofGroup.get(groupId);
    if (known === undefined) this.#ofGroup.set(groupId, (known = this.#parse(own)));
    return known;
  }

  /** A config of the broker or of a group has changed. */
  changed(): void {
    this.#ofAll = null;
    this.#ofGroup.clear();
  }

  #parse(own: ReadonlyMap<string, string>): GroupConfigs {
    const texts = new Map<string, string>();
    for (const key of groupConfigTable.keys()) {
      for (const { name } of groupConfigTable.entry(key)?.synonyms ?? []) {
        const text = this.#configs.texts.get(name);
        if (text !== undefined && !texts.has(key)) texts.set(key, text);
      }
    }
    for (const [key, text] of own) texts.set(key, text);
    return groupConfigTable.parse(texts).values;
  }
}
