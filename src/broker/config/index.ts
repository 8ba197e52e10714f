/** What the rest of the broker and the command line use of its configuration. */
export { brokerConfigTable } from './broker-config-table.ts';
export type { BrokerConfigDefinitions, BrokerConfigValues } from './broker-config-table.ts';
export { withoutListenerPrefix } from './listener-prefix.ts';
export { validateBrokerConfigs } from './validate-broker-configs.ts';
export { parseBrokerConfig } from './broker-config.ts';
export type { BrokerConfig, ParsedBrokerConfig } from './broker-config.ts';
export type { BrokerConfigSources } from './config-layers.ts';
export { HIGHEST_FEATURE_LEVELS } from './feature-levels.ts';
export type { ListenerConfig, SecurityProtocol } from './listeners.ts';
export { brokerSynonymOf, topicDefaults } from './topic-defaults.ts';
export type { BrokerSynonym } from './topic-defaults.ts';
export { httpListenerOf, registrySettingsOf } from './http-listener.ts';
export type { HttpListener, RegistrySettings } from './http-listener.ts';
