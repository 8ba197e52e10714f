/** Which resource a `samsa config` command is about. */
import type { ConfigResourceType } from '#client';
import type { EntityType } from './config-command.ts';

const TYPES: Readonly<Record<EntityType, ConfigResourceType>> = {
  topic: 'TOPIC',
  broker: 'BROKER',
  group: 'GROUP',
  'client-metrics': 'CLIENT_METRICS',
  'broker-logger': 'BROKER_LOGGER',
};

/** All brokers' defaults are the broker without a name. */
export function configResource(type: EntityType, name: string): { type: ConfigResourceType; name: string } {
  return { type: TYPES[type], name: type === 'broker' && name === 'default' ? '' : name };
}
