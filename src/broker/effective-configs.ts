/**
 * The configs in force: what was set on a topic, else what was set on this broker while it runs, else on all brokers,
 * else what the broker was started with, else the default (Kafka's ConfigHelper and LogConfig).
 */
import { logConfigFrom, topicConfigTable, type LogConfig } from '#log';
import { ALL_BROKERS, ConfigResourceType, type ConfigMap, type MetadataImage } from '#metadata';
import {
  brokerConfigTable,
  brokerSynonymOf,
  topicDefaults,
  type BrokerConfig,
  type BrokerConfigValues,
} from './config/index.ts';

export class EffectiveConfigs {
  readonly #config: BrokerConfig;
  readonly #image: MetadataImage;
  /** What the broker was started with means for topics. */
  readonly #staticDefaults: ReadonlyMap<string, string>;
  #texts: ReadonlyMap<string, string>;
  #values: BrokerConfigValues;
  readonly #listeners: (() => void)[] = [];

  constructor(config: BrokerConfig, image: MetadataImage) {
    this.#config = config;
    this.#image = image;
    this.#staticDefaults = topicDefaults(config.staticTexts);
    this.#texts = config.staticTexts;
    this.#values = config.values;
    this.refresh();
  }

  /** Every config of this broker as it is now: who keeps a value asks again when `onBrokerConfigs` calls. */
  get values(): BrokerConfigValues {
    return this.#values;
  }

  /** The texts of those that are not at their default, `listener.name.…` among them. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** Called whenever a broker config was set or removed while the broker runs; the new values are in force then. */
  onBrokerConfigs(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** To be called when a config of this broker or of all brokers has changed in the metadata. */
  brokerConfigsChanged(): void {
    this.refresh();
    for (const listener of this.#listeners) listener();
  }

  /** Reads the metadata anew. */
  refresh(): void {
    const layers = this.brokerLayers();
    if (layers.length === 0) {
      this.#texts = this.#config.staticTexts;
      this.#values = this.#config.values;
      return;
    }
    const texts = new Map(this.#config.staticTexts);
    for (const layer of layers) for (const [key, text] of layer) texts.set(key, text);
    this.#texts = texts;
    this.#values = brokerConfigTable.parse(texts).values;
  }

  /** Every config of the topic that is not at its default, by the topic's key. */
  topicTexts(topic: string): ReadonlyMap<string, string> {
    const texts = new Map(this.#staticDefaults);
    for (const layer of this.brokerLayers()) {
      for (const key of topicConfigTable.keys()) {
        const synonym = brokerSynonymOf(key, layer);
        if (synonym !== null) texts.set(key, synonym.text);
      }
    }
    for (const [key, text] of this.#image.configs(ConfigResourceType.TOPIC, topic)) texts.set(key, text);
    return texts;
  }

  /** What was set on brokers while they run, the weaker layer first: on all brokers, then on this one. */
  brokerLayers(): ConfigMap[] {
    const { BROKER } = ConfigResourceType;
    const layers = [this.#image.configs(BROKER, ALL_BROKERS), this.#image.configs(BROKER, String(this.#config.nodeId))];
    return layers.filter((layer) => layer.size > 0);
  }

  logConfig(topic: string): LogConfig {
    const { values } = topicConfigTable.parse(this.topicTexts(topic));
    return logConfigFrom(values);
  }
}
