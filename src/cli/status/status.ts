/** All that tells the outside how the broker of this process does: the HTTP page, and the push to a collector. */
import { type Broker, type HttpListener, type MetricFamily, single } from '#broker';
import type { Env } from '#kernel';
import { packageVersion } from '../package-version.ts';
import { OtlpExporter, otlpSettings } from './otlp-exporter.ts';
import { ProcessMetrics } from './process-metrics.ts';
import { StatusServer } from './status-server.ts';

export class Status {
  readonly #env: Env;
  readonly #process = new ProcessMetrics();
  #server: StatusServer | null = null;
  #broker: Broker | null = null;
  #exporter: OtlpExporter | null = null;
  /** Told once the broker serves: a start that fails says why, and nothing else. */
  #tellListener: (() => void) | null = null;

  private constructor(env: Env) {
    this.#env = env;
  }

  /** Answers `/healthz` from now on. Rejects where the address was asked for and cannot be used. */
  static async open(env: Env, listener: HttpListener | null): Promise<Status> {
    const status = new Status(env);
    if (listener === null) return status;
    const logger = env.logger.component('http');
    try {
      status.#server = await StatusServer.start(listener, { metrics: () => status.#metricsOrNull() });
      const address = `${listener.host === '' ? 'all addresses' : listener.host}:${status.#server.port}`;
      status.#tellListener = () => logger.info('metrics and health', { address, paths: '/metrics, /healthz, /readyz' });
    } catch (error) {
      if (!listener.isOptional) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = 'no metrics by HTTP, as the address is taken; samsa.http.listener names another';
      status.#tellListener = () => logger.info(sentence, { reason });
    }
    return status;
  }

  /** The broker is ready. Throws INVALID_CONFIG for environment variables that cannot be used. */
  serves(broker: Broker, environment: Readonly<Record<string, string | undefined>>): void {
    this.#broker = broker;
    this.#tellListener?.();
    const settings = otlpSettings(environment);
    if (settings === null) return;
    this.#exporter = new OtlpExporter(this.#env, {
      settings,
      version: packageVersion(),
      instanceId: `${broker.clusterId}/${broker.nodeId}`,
      metrics: () => this.#metricsOrNull() ?? [],
    });
  }

  /** The broker is about to end: the last figures go out, and it is ready no more. */
  async ends(): Promise<void> {
    await this.#exporter?.close();
    this.#broker = null;
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#process.close();
  }

  #metricsOrNull(): MetricFamily[] | null {
    if (this.#broker === null) return null;
    const build: MetricFamily = {
      name: 'samsa_build_info',
      help: 'Version of Samsa and of Node.js.',
      type: 'gauge',
      samples: [{ labels: { version: packageVersion(), node: process.version }, value: 1 }],
    };
    const now = single('gauge', 'samsa_time_seconds', {
      help: 'The time of the broker, since the epoch.',
      value: this.#env.clock.now() / 1000,
    });
    return [build, now, ...this.#broker.metrics(), ...this.#process.families()];
  }
}
