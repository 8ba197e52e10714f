/**
 * ApiVersions (key 18), versions 0 to 4, and 5 where unstable versions are on. KIP-511 client names and the answer to
 * versions that are not known, KIP-584 features, KIP-1242 check of cluster and node (5).
 */
import {
  apiVersionsRequest,
  apiVersionsResponse,
  Errors,
  newApiVersionsResponse,
  type ApiVersionsRequest,
  type ApiVersionsResponse,
  type ApiVersionsResponseApiVersion,
} from '#protocol';
import { SUPPORTED_FEATURES } from '../features.ts';
import type { BrokerServices, Handler } from '../handler.ts';

const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;
const FIRST_VERSION_WITH_NAMES = 3;
/** Before it, features that may be at version 0 are kept from clients, which would trip over them (KAFKA-17011). */
const FIRST_VERSION_WITH_ZERO_FEATURES = 4;

export const handler: Handler<ApiVersionsRequest, ApiVersionsResponse> = {
  request: apiVersionsRequest,
  response: apiVersionsResponse,
  minVersion: 0,
  maxVersion: 4,
  unstableVersion: 5,
  handle(request, { apiVersion, broker, client }) {
    if (client.login?.mayAskVersions() === false) {
      return newApiVersionsResponse({ errorCode: Errors.ILLEGAL_SASL_STATE.code });
    }
    if (apiVersion >= FIRST_VERSION_WITH_NAMES) {
      const { clientSoftwareName, clientSoftwareVersion } = request;
      if (!SOFTWARE_NAME.test(clientSoftwareName) || !SOFTWARE_NAME.test(clientSoftwareVersion)) {
        return newApiVersionsResponse({ errorCode: Errors.INVALID_REQUEST.code });
      }
      client.softwareName = clientSoftwareName;
      client.softwareVersion = clientSoftwareVersion;
    }
    if (isForAnother(request, broker)) return newApiVersionsResponse({ errorCode: Errors.REBOOTSTRAP_REQUIRED.code });
    client.login?.versionsTold();
    const { features, featuresEpoch } = broker.metadata.image;
    const supported = SUPPORTED_FEATURES.filter(
      (feature) => feature.minVersion > 0 || apiVersion >= FIRST_VERSION_WITH_ZERO_FEATURES,
    );
    return newApiVersionsResponse({
      apiKeys: [...broker.handlers.values()].map(advertised),
      supportedFeatures: supported.map((feature) => ({ ...feature })),
      finalizedFeaturesEpoch: featuresEpoch,
      finalizedFeatures: [...features].map(([name, level]) => ({
        name,
        maxVersionLevel: level,
        minVersionLevel: level,
      })),
    });
  },
};

/** The client meant a cluster or a node that this is not, and has to bootstrap anew; null and −1 ask for no check. */
function isForAnother({ clusterId, nodeId }: ApiVersionsRequest, broker: BrokerServices): boolean {
  return (clusterId !== null && clusterId !== broker.clusterId) || (nodeId >= 0 && nodeId !== broker.nodeId);
}

/** The answer, always in version 0, to a version of ApiVersions that is not served: it names the versions that are. */
export function fallbackApiVersionsResponse(served: Handler<unknown, unknown>): ApiVersionsResponse {
  return newApiVersionsResponse({ errorCode: Errors.UNSUPPORTED_VERSION.code, apiKeys: [advertised(served)] });
}

function advertised(served: Handler<unknown, unknown>): ApiVersionsResponseApiVersion {
  return {
    apiKey: served.request.apiKey,
    minVersion: served.advertisedMinVersion ?? served.minVersion,
    maxVersion: served.maxVersion,
  };
}
