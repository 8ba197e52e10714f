/**
 * IncrementalAlterConfigs (key 44), versions 0 and 1 (KIP-339): set, delete, append, subtract. Left out: the levels of
 * loggers (KIP-412).
 */
import {
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsResponse,
  type IncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  request: incrementalAlterConfigsRequest,
  response: incrementalAlterConfigsResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ resources, validateOnly }, { broker }) {
    const command = { brokerId: broker.nodeId, resources, validateOnly };
    const responses = await broker.metadata.submit('incrementalAlterConfigs', command);
    return newIncrementalAlterConfigsResponse({ responses });
  },
};
