/** For tests: logins by SASL, token by token. */
import {
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  apiVersionsRequest,
  apiVersionsResponse,
  newAlterUserScramCredentialsRequest,
  newApiVersionsRequest,
  newSaslAuthenticateRequest,
  newSaslHandshakeRequest,
  saslAuthenticateRequest,
  saslAuthenticateResponse,
  saslHandshakeRequest,
  saslHandshakeResponse,
  scram,
  type ApiVersionsResponse,
  type SaslAuthenticateResponse,
  type SaslHandshakeResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';

const MODULE = 'org.apache.kafka.common.security.plain.PlainLoginModule';

/** Configs of a listener with a name, that offers the mechanisms to alice and bob. */
export function saslConfigs(listener: string, mechanisms: readonly string[]): Record<string, string> {
  const prefix = `listener.name.${listener.toLowerCase()}`;
  return {
    [`${prefix}.sasl.enabled.mechanisms`]: mechanisms.join(),
    [`${prefix}.plain.sasl.jaas.config`]: `${MODULE} required user_alice="secret of alice" user_bob=b0b;`,
  };
}

export function askVersions(client: TestClient, version = 0): Promise<ApiVersionsResponse> {
  const names = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
  return client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(names), version);
}

export function handshake(client: TestClient, mechanism: string, version = 1): Promise<SaslHandshakeResponse> {
  return client.call([saslHandshakeRequest, saslHandshakeResponse], newSaslHandshakeRequest({ mechanism }), version);
}

export function sendToken(client: TestClient, token: string, version = 2): Promise<SaslAuthenticateResponse> {
  const request = newSaslAuthenticateRequest({ authBytes: Buffer.from(token) });
  return client.call([saslAuthenticateRequest, saslAuthenticateResponse], request, version);
}

/** A whole login by PLAIN. */
export async function plainLogin(
  client: TestClient,
  user: string,
  password: string,
): Promise<SaslAuthenticateResponse> {
  await handshake(client, 'PLAIN');
  return sendToken(client, `\0${user}\0${password}`);
}

export interface ScramLoginOptions {
  readonly mechanism: scram.ScramMechanism;
  readonly user: string;
  readonly password: string;
  readonly tokenAuth?: boolean;
}

/** A whole login by SCRAM; the nonce is the same for the same user. */
export async function scramLogin(client: TestClient, options: ScramLoginOptions): Promise<SaslAuthenticateResponse> {
  const { mechanism, user, password, tokenAuth = false } = options;
  await handshake(client, mechanism);
  const bare = scram.formatClientFirstBare(user, 'nonce', tokenAuth);
  const first = await sendToken(client, scram.GS2_HEADER + bare);
  if (first.errorCode !== 0) return first;
  const serverFirst = Buffer.from(first.authBytes).toString();
  return sendToken(client, scramFinal(mechanism, { password, bare, serverFirst }));
}

/** The client's last message. */
export function scramFinal(
  mechanism: scram.ScramMechanism,
  { password, bare, serverFirst }: { password: string; bare: string; serverFirst: string },
): string {
  const { nonce, salt, iterations } = scram.parseServerFirst(serverFirst);
  const withoutProof = scram.formatClientFinalWithoutProof(scram.GS2_HEADER, nonce);
  const key = scram.clientKey(mechanism, scram.saltedPassword(mechanism, password, { salt, iterations }));
  const signed = scram.authMessage(bare, serverFirst, withoutProof);
  return scram.formatClientFinal(withoutProof, scram.clientProof(mechanism, key, signed));
}

/** Makes the user known for a mechanism, over a connection that may. */
export async function setScramPassword(client: TestClient, options: ScramLoginOptions): Promise<void> {
  const { mechanism, user, password } = options;
  const cost = { salt: Buffer.from(`salt of ${user}`), iterations: 4096 };
  const saltedPassword = scram.saltedPassword(mechanism, password, cost);
  const upsertion = { name: user, mechanism: mechanism === 'SCRAM-SHA-256' ? 1 : 2, ...cost, saltedPassword };
  const rpc = [alterUserScramCredentialsRequest, alterUserScramCredentialsResponse] as const;
  const { results } = await client.call(rpc, newAlterUserScramCredentialsRequest({ upsertions: [upsertion] }));
  if (results[0]?.errorCode !== 0) throw new Error(`error ${results[0]?.errorCode}: ${results[0]?.errorMessage}`);
}
