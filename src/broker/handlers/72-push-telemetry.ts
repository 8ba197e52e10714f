/** PushTelemetry (key 72), version 0 (KIP-714): metrics of a client, as OpenTelemetry's protocol has them. */
import {
  Errors,
  newPushTelemetryResponse,
  pushTelemetryRequest,
  pushTelemetryResponse,
  ZERO_UUID,
  type PushTelemetryRequest,
  type PushTelemetryResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { traitsOf } from '../telemetry/client-traits.ts';

/** Kafka keeps it for topics of its own. */
const ONE_UUID = 'AAAAAAAAAAAAAAAAAAAAAQ';

export const handler: Handler<PushTelemetryRequest, PushTelemetryResponse> = {
  request: pushTelemetryRequest,
  response: pushTelemetryResponse,
  minVersion: 0,
  maxVersion: 0,
  handle(request, context) {
    const { clientInstanceId } = request;
    if (clientInstanceId === ZERO_UUID || clientInstanceId === ONE_UUID) {
      return newPushTelemetryResponse({ errorCode: Errors.INVALID_REQUEST.code });
    }
    const { telemetry } = context.broker;
    const errorCode = telemetry.push(request, traitsOf(clientInstanceId, context), context.client);
    return newPushTelemetryResponse({ errorCode });
  },
};
