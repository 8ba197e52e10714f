import type { Scenario } from '../runner/context.ts';

export const kafkaTools: Scenario = { name: 'kafka-tools', phases: () => [] };
