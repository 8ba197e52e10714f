/** GetTelemetrySubscriptions (key 71), version 0 (KIP-714): which metrics the client shall push, and how often. */
import {
  CompressionType,
  Errors,
  getTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsResponse,
  newGetTelemetrySubscriptionsResponse,
  uuidFromBytes,
  ZERO_UUID,
  type GetTelemetrySubscriptionsRequest,
  type GetTelemetrySubscriptionsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { traitsOf } from '../telemetry/client-traits.ts';

/** The one that is best for the broker first. */
const ACCEPTED = [CompressionType.ZSTD, CompressionType.LZ4, CompressionType.GZIP, CompressionType.SNAPPY];

export const handler: Handler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> = {
  request: getTelemetrySubscriptionsRequest,
  response: getTelemetrySubscriptionsResponse,
  minVersion: 0,
  maxVersion: 0,
  handle(request, context) {
    const { telemetry, env } = context.broker;
    const isNew = request.clientInstanceId === ZERO_UUID;
    const clientInstanceId = isNew ? uuidFromBytes(env.random.bytes(16)) : request.clientInstanceId;
    const { errorCode, subscriptionId, wanted } = telemetry.subscribe(
      traitsOf(clientInstanceId, context),
      context.client,
    );
    if (errorCode !== Errors.NONE.code) return newGetTelemetrySubscriptionsResponse({ errorCode });
    return newGetTelemetrySubscriptionsResponse({
      clientInstanceId,
      subscriptionId,
      acceptedCompressionTypes: [...ACCEPTED],
      pushIntervalMs: wanted.intervalMs,
      telemetryMaxBytes: telemetry.maxBytes,
      deltaTemporality: true,
      requestedMetrics: [...wanted.metrics],
    });
  },
};
