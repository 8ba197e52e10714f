/**
 * `samsa start`: one broker in the foreground. Ctrl-C and SIGTERM end it the orderly way, exit code 0, as a service
 * that was asked to stop; a second one ends it at once with the signal's own exit code.
 */
import { setFlagsFromString } from 'node:v8';
import { Broker, httpListenerOf, type BrokerConfig } from '#broker';
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { openEmbeddedRegistry, type EmbeddedRegistry } from '../registry/embedded-registry.ts';
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
  const broker = await startBroker(env, config);
  status.serves(broker, process.env);
  const signals = new StopSignals(process, env.clock);
  const steps = {
    version: packageVersion(),
    config,
    ports: broker.addresses.map(({ port }) => port),
    clientProperties: secure?.files.clientPropertiesPath ?? null,
  };
  const registry = await openRegistry(env, { config, broker, secure, ports: steps.ports });
  process.stdout.write(firstSteps({ ...steps, registryUrl: registry?.url ?? null }));
  if (secure !== null) process.stdout.write((await firstUser(broker, secure, bootstrapOf(steps)[0]!)) ?? '');
  const signal = await signals.first;
  env.logger.info('Stopping; once more stops at once', { signal });
  await registry?.close();
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

interface Serving {
  readonly broker: Broker;
  readonly config: BrokerConfig;
  readonly secure: SecureStart | null;
  readonly ports: readonly number[];
}

/** The registry is a client of the broker: by a listener that asks for nothing, or with the configs it was given. */
async function openRegistry(env: Env, { broker, config, secure, ports }: Serving): Promise<EmbeddedRegistry | null> {
  const { samsaRegistryListener: listener, samsaRegistryClientConfig: own } = config.values;
  const clientConfigFile = secure?.files.clientPropertiesPath ?? own;
  const open = config.listeners.findIndex(({ securityProtocol }) => securityProtocol === 'PLAINTEXT');
  if (clientConfigFile === null && open === -1) {
    const sentence =
      'no schema registry, as all listeners ask for logins: samsa.registry.client.config names a file of client configs';
    if (listener !== 'none') env.logger.component('registry').info(sentence);
    return null;
  }
  const bootstrap = bootstrapOf({ config, ports })[clientConfigFile === null ? open : 0]!;
  return openEmbeddedRegistry(env, { broker, config, bootstrap, clientConfigFile });
}

async function startBroker(env: Env, config: BrokerConfig): Promise<Broker> {
  const progress = new RecoveryProgress(env, process.stderr);
  try {
    return await Broker.start(env, config, { onProgress: (recovery) => progress.show(recovery) });
  } finally {
    progress.end();
  }
}
