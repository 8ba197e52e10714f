/** AlterConfigs (key 33), versions 0 to 2: replaces all that is set on a resource. IncrementalAlterConfigs took its place. */
import {
  alterConfigsRequest,
  alterConfigsResponse,
  newAlterConfigsResponse,
  type AlterConfigsRequest,
  type AlterConfigsResponse,
} from '#protocol';
import { AclOperation } from '../authorization.ts';
import { forbiddenConfigs } from '../config-authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<AlterConfigsRequest, AlterConfigsResponse> = {
  request: alterConfigsRequest,
  response: alterConfigsResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle({ resources: all, validateOnly }, context) {
    const { broker } = context;
    const forbidden = all.flatMap((one) => forbiddenConfigs(context, AclOperation.ALTER_CONFIGS, one) ?? []);
    const resources = all.filter((one) => forbiddenConfigs(context, AclOperation.ALTER_CONFIGS, one) === null);
    const command = { brokerId: broker.nodeId, resources, validateOnly };
    const responses = await broker.metadata.submit('alterConfigs', command);
    return newAlterConfigsResponse({ responses: [...forbidden, ...responses] });
  },
};
