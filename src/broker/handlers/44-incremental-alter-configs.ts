/**
 * IncrementalAlterConfigs (key 44), versions 0 and 1 (KIP-339): set, delete, append, subtract; levels of loggers (KIP-412).
 */
import {
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsResponse,
  type IncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsResponse,
} from '#protocol';
import { AclOperation } from '../authorization.ts';
import { alterLoggers, isLogger } from '../broker-loggers.ts';
import { forbiddenConfigs } from '../config-authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  request: incrementalAlterConfigsRequest,
  response: incrementalAlterConfigsResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ resources: asked, validateOnly }, context) {
    const { broker } = context;
    const forbidden = asked.flatMap((one) => forbiddenConfigs(context, AclOperation.ALTER_CONFIGS, one) ?? []);
    const all = asked.filter((one) => forbiddenConfigs(context, AclOperation.ALTER_CONFIGS, one) === null);
    const resources = all.filter((resource) => !isLogger(resource));
    const command = { brokerId: broker.nodeId, resources, validateOnly };
    const responses = await broker.metadata.submit('incrementalAlterConfigs', command);
    for (const resource of all.filter(isLogger)) {
      const { resourceType, resourceName } = resource;
      responses.push({ resourceType, resourceName, ...alterLoggers(resource, context, validateOnly) });
    }
    return newIncrementalAlterConfigsResponse({ responses: [...forbidden, ...responses] });
  },
};
