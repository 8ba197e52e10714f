/** AlterConfigs (key 33), versions 0 to 2: replaces all that is set on a resource. IncrementalAlterConfigs took its place. */
import {
  alterConfigsRequest,
  alterConfigsResponse,
  newAlterConfigsResponse,
  type AlterConfigsRequest,
  type AlterConfigsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<AlterConfigsRequest, AlterConfigsResponse> = {
  request: alterConfigsRequest,
  response: alterConfigsResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle({ resources, validateOnly }, { broker }) {
    const command = { brokerId: broker.nodeId, resources, validateOnly };
    return newAlterConfigsResponse({ responses: await broker.metadata.submit('alterConfigs', command) });
  },
};
