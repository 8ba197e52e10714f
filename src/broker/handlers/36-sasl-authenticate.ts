/**
 * SaslAuthenticate (key 36), versions 0 to 2: a token of the login that SaslHandshake v1 began (KIP-152); from 1 on the answer
 * says how long the session lasts (KIP-368). Where no login is under way, ILLEGAL_SASL_STATE.
 */
import {
  Errors,
  newSaslAuthenticateResponse,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
  type SaslAuthenticateRequest,
  type SaslAuthenticateResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';

export const handler: Handler<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  request: saslAuthenticateRequest,
  response: saslAuthenticateResponse,
  minVersion: 0,
  maxVersion: 2,
  handle({ authBytes }, { client }) {
    const answer = client.login?.authenticate(
      Buffer.from(authBytes.buffer, authBytes.byteOffset, authBytes.byteLength),
    );
    if (answer !== undefined) return answer;
    const errorCode = Errors.ILLEGAL_SASL_STATE.code;
    return newSaslAuthenticateResponse({ errorCode, errorMessage: 'This listener asks for no SASL' });
  },
};
