/**
 * `samsa start`: one broker in the foreground. Ctrl-C and SIGTERM end it the orderly way, exit code 0, as a service
 * that was asked to stop; a second one ends it at once with the signal's own exit code.
 */
import { setFlagsFromString } from 'node:v8';
import { Broker, httpListenerOf, type BrokerConfig } from '#broker';
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { openEmbeddedRegistry } from '../registry/embedded-registry.ts';
import { LazyValidator } from '../registry/lazy-validator.ts';
import { Status } from '../status/status.ts';
import { packageVersion } from '../package-version.ts';
import { StopSignals } from '../terminal/stop-signals.ts';
import { bootstrapOf, firstSteps } from './first-steps.ts';
import { RecoveryProgress } from './recovery-progress.ts';
import type { StartOptions } from './start-command.ts';
import { firstUser, type SecureStart } from './secure/secure-start.ts';
import { loggerOptions, startConfig } from './start-settings.ts';

export async function start(file: string | undefined, options: StartOptions): Promise<void> {
  fitHeapToBroker();
  const { config, warnings, secure } = startConfig(file, options);
  const env = createNodeEnv({ logger: loggerOptions(options) });
  for (const warning of warnings) env.logger.warn(warning);
  process.on('uncaughtException', (error) => env.halt('a bug in Samsa', error));
  const status = await Status.open(env, httpListenerOf(config.values));
  // Until it serves, a signal ends the process at once: nothing has been acknowledged yet, and recovery begins anew.
  const planned = plannedRegistry(env, config, secure);
  const broker = await startBroker(env, config, planned?.validator ?? null);
  status.serves(broker, process.env);
  const signals = new StopSignals(process, env.clock);
  const steps = {
    version: packageVersion(),
    config,
    ports: broker.addresses.map(({ port }) => port),
    clientProperties: secure?.files.clientPropertiesPath ?? null,
  };
  const registry =
    planned === null
      ? null
      : await openEmbeddedRegistry(env, {
          broker,
          config,
          bootstrap: bootstrapOf(steps)[planned.listener]!,
          ...planned,
        });
  process.stdout.write(firstSteps({ ...steps, registryUrl: registry?.url ?? null }));
  if (secure !== null) process.stdout.write((await firstUser(broker, secure, bootstrapOf(steps)[0]!)) ?? '');
  const signal = await signals.first;
  env.logger.info('Stopping; once more stops at once', { signal });
  await registry?.close();
  await planned?.validator.close();
  await status.ends();
  await broker.close();
  await status.close();
  env.logger.info('Stopped');
  signals.close();
}

/**
 * A broker's garbage is the buffers of requests and answers, beside a heap of some 15 MB that hardly changes. V8 counts
 * them against the room that heap has before it is marked anew: a third of all processor time, by default. A young
 * generation that stays small frees them sooner, and more room lets the old one be looked at every 75 MB instead.
 */
function fitHeapToBroker(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=500');
}

interface PlannedRegistry {
  /** The number of the broker's listener that it connects to. */
  readonly listener: number;
  readonly clientConfigFile: string | null;
  readonly validator: LazyValidator;
}

/**
 * The registry is a client of the broker: by a listener that asks for nothing, or with the configs it was given. Null where
 * there is to be none, or it has no way in: then no topic can ask for schemas.
 */
function plannedRegistry(env: Env, config: BrokerConfig, secure: SecureStart | null): PlannedRegistry | null {
  const { samsaRegistryListener, samsaRegistryClientConfig } = config.values;
  if (samsaRegistryListener === 'none') return null;
  const clientConfigFile = secure?.files.clientPropertiesPath ?? samsaRegistryClientConfig;
  const open = config.listeners.findIndex(({ securityProtocol }) => securityProtocol === 'PLAINTEXT');
  if (clientConfigFile !== null || open >= 0) {
    return { listener: clientConfigFile === null ? open : 0, clientConfigFile, validator: new LazyValidator() };
  }
  const sentence =
    'no schema registry, as all listeners ask for logins: samsa.registry.client.config names a file of client configs';
  env.logger.component('registry').info(sentence);
  return null;
}

async function startBroker(env: Env, config: BrokerConfig, validator: LazyValidator | null): Promise<Broker> {
  const progress = new RecoveryProgress(env, process.stderr);
  try {
    return await Broker.start(env, config, {
      onProgress: (recovery) => progress.show(recovery),
      ...(validator === null ? {} : { schemaValidator: validator }),
    });
  } finally {
    progress.end();
  }
}
