/** For tests: a Cluster by itself, without a producer or consumer around it. */
import type { Env, TlsOptions } from '#kernel';
import { commonConfigs, type CommonDefinitions } from '../config/common-configs.ts';
import { parseOptions, type OptionsOf } from '../config/parse-options.ts';
import type { Authenticator } from '../network/authenticator.ts';
import { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { ClientContext } from './client-context.ts';
import { Cluster } from './cluster.ts';

export interface TestContextOptions extends Partial<
  Pick<ClientContext, 'allowAutoTopicCreation' | 'metadataMaxIdleMs' | 'maxResponseBytes' | 'logger'>
> {
  readonly tls?: TlsOptions;
  readonly authenticator?: Authenticator;
}

export type TestConfigs = OptionsOf<CommonDefinitions>;

/** Short backoffs, so that tests do not wait; `configs` win. */
export function testContext(env: Env, configs: TestConfigs, options: TestContextOptions = {}): ClientContext {
  const { tls = null, authenticator = null, ...rest } = options;
  const clientId = 'test';
  const config = parseOptions('test', commonConfigs, [], {
    clientId,
    retryBackoffMs: 5,
    retryBackoffMaxMs: 50,
    reconnectBackoffMs: 5,
    reconnectBackoffMaxMs: 50,
    ...configs,
  });
  const diagnostics = new ClientDiagnostics({ kind: 'admin', clientId }, env.clock);
  return { env, clientId, config, logger: env.logger, tls, authenticator, diagnostics, ...rest };
}

export function openTestCluster(env: Env, configs: TestConfigs, options: TestContextOptions = {}): Cluster {
  return Cluster.open(testContext(env, configs, options));
}
