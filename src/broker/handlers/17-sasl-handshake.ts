/**
 * SaslHandshake (key 17), versions 0 and 1: names the mechanism of the login that follows (KIP-43). Where there is no login
 * to begin, ILLEGAL_SASL_STATE.
 */
import {
  Errors,
  newSaslHandshakeResponse,
  saslHandshakeRequest,
  saslHandshakeResponse,
  type SaslHandshakeRequest,
  type SaslHandshakeResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<SaslHandshakeRequest, SaslHandshakeResponse> = {
  request: saslHandshakeRequest,
  response: saslHandshakeResponse,
  minVersion: 0,
  maxVersion: 1,
  handle({ mechanism }, { apiVersion, client }) {
    const answer = client.login?.handshake(mechanism, apiVersion);
    return answer ?? newSaslHandshakeResponse({ errorCode: Errors.ILLEGAL_SASL_STATE.code });
  },
};
