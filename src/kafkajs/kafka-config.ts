/** What `new Kafka(…)` is given: kafkajs's options, and the Env for those who bring a world of their own. */
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Env } from '#kernel';
import type { logLevel } from './constants.ts';
import type { Logger, logCreator } from './logger.ts';

/** Asked again by each client that connects. */
export type BrokersFunction = () => string[] | Promise<string[]>;

export interface RetryOptions {
  /** Milliseconds; the longest wait between two attempts. 30 000 where absent. */
  maxRetryTime?: number | undefined;
  /** Milliseconds; the wait before the first retry. 300 where absent. */
  initialRetryTime?: number | undefined;
  /** Jitter: taken, and the client's own 20 % used. */
  factor?: number | undefined;
  /** How much longer each wait is than the one before; 2 where absent. */
  multiplier?: number | undefined;
  /** 5 where absent. */
  retries?: number | undefined;
  /** Of consumers: whether to start again after a crash by an error that may pass. */
  restartOnFailure?: ((error: Error) => Promise<boolean>) | undefined;
}

export interface OauthbearerProviderResponse {
  value: string;
}

interface PasswordOptions {
  username: string;
  password: string;
}

interface SASLMechanismOptionsMap {
  plain: PasswordOptions;
  'scram-sha-256': PasswordOptions;
  'scram-sha-512': PasswordOptions;
  aws: { authorizationIdentity: string; accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  oauthbearer: { oauthBearerProvider: () => Promise<OauthbearerProviderResponse> };
}

export type SASLMechanism = keyof SASLMechanismOptionsMap;
export type SASLOptions = {
  [Name in SASLMechanism]: { mechanism: Name } & SASLMechanismOptionsMap[Name];
}[SASLMechanism];

/** A mechanism of the application's own: refused, see docs/kafkajs.md. */
export interface Mechanism {
  mechanism: string;
  authenticationProvider: (args: {
    host: string;
    port: number;
    logger: Logger;
    saslAuthenticate: <Result>(args: {
      request: { encode: () => Buffer | Promise<Buffer> };
      response?: { decode: (answer: Buffer) => Buffer | Promise<Buffer>; parse: (data: Buffer) => Result };
    }) => Promise<Result | void>;
  }) => { authenticate: () => Promise<void> };
}

/** Refused, see docs/kafkajs.md. */
export type ISocketFactory = (args: {
  host: string;
  port: number;
  ssl: ConnectionOptions;
  onConnect: () => void;
}) => Socket;

export interface KafkaConfig {
  brokers: string[] | BrokersFunction;
  /** True trusts the well-known authorities. */
  ssl?: ConnectionOptions | boolean | undefined;
  sasl?: SASLOptions | Mechanism | undefined;
  clientId?: string | undefined;
  /** Milliseconds for one attempt to connect; 1000 where absent. */
  connectionTimeout?: number | undefined;
  /** Taken: a handshake has `requestTimeout`. */
  authenticationTimeout?: number | undefined;
  /** Taken: the client re-authenticates at 85 to 95 % of a session's lifetime. */
  reauthenticationThreshold?: number | undefined;
  /** Milliseconds; 30 000 where absent. */
  requestTimeout?: number | undefined;
  /** Taken: the timeout is always enforced. */
  enforceRequestTimeout?: boolean | undefined;
  retry?: RetryOptions | undefined;
  socketFactory?: ISocketFactory | undefined;
  /** INFO where absent. */
  logLevel?: logLevel | undefined;
  /** Where lines go; to standard error where absent. */
  logCreator?: logCreator | undefined;
  /** Not of kafkajs: the world to run in, such as a simulated one. */
  env?: Env | undefined;
}
