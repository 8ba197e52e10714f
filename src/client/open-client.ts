/**
 * What all kinds of client are made of, from their options: the context, the cluster, the way to say who one is, and the
 * metrics that go to brokers. Whoever opens it closes it, with `close` as the last act of the client's own `close`.
 */
import type { Env, Logger, TlsOptions } from '#kernel';
import type { ClientContext } from './cluster/client-context.ts';
import { Cluster } from './cluster/cluster.ts';
import type { CommonConfig, CommonDefinitions } from './config/common-configs.ts';
import type { OptionsOf } from './config/parse-options.ts';
import { checkSurroundings } from './config/code-options.ts';
import { defaultEnv } from './default-env.ts';
import type { ClientKind } from './diagnostics.ts';
import { createAuthenticator } from './security/sasl-authenticator.ts';
import type { SaslOptions } from './security/sasl-options.ts';
import { resolveSecurity } from './security/security-options.ts';
import { ClientDiagnostics } from './telemetry/client-diagnostics.ts';
import { TelemetryReporter } from './telemetry/telemetry-reporter.ts';

/** The options that are no configs and that every kind of client has. */
export interface CommonCodeOptions {
  /** The world to run in; the real one where absent. */
  readonly env?: Env | undefined;
  /** Where the client's lines go; the Env's logger where absent. */
  readonly logger?: Logger | undefined;
  /** Connect over TLS: `{}` trusts the well-known authorities. */
  readonly tls?: TlsOptions | undefined;
  /** Authenticate by SASL. */
  readonly sasl?: SaslOptions | undefined;
}

/** The options that every kind of client has: Kafka's configs in camel case, and what is no config. */
export type CommonClientOptions = Omit<OptionsOf<CommonDefinitions>, 'bootstrapServers'> &
  CommonCodeOptions & {
    /** `host:port`, one or several. */
    readonly bootstrapServers: string | readonly string[];
  };

/** Their names, for `parseOptions`. */
export const COMMON_CODE_OPTIONS: readonly string[] = ['env', 'logger', 'tls', 'sasl'];

/** What is particular to a kind of client. */
export interface ClientParticulars extends Pick<
  ClientContext,
  'allowAutoTopicCreation' | 'metadataMaxIdleMs' | 'maxResponseBytes' | 'frameBuffers'
> {
  readonly kind: ClientKind;
  /** Parsed. */
  readonly config: CommonConfig;
  /**
   * Of the client's metrics where they are pushed (KIP-714), asked for at every push: `client_rack`, `group_id`,
   * `group_instance_id`, `group_member_id`, `transactional_id`, where the client has them.
   */
  telemetryLabels?(): Readonly<Record<string, string>>;
}

export interface OpenClient {
  readonly context: ClientContext;
  readonly cluster: Cluster;
  /** For `clientInstanceId`. */
  readonly telemetry: TelemetryReporter;
  /** The last push of metrics, where a broker wants them (within `timeoutMs`), then all connections. */
  close(timeoutMs?: number): Promise<void>;
}

/** No I/O yet. Fails with INVALID_CONFIG for options that cannot be. */
export function openClient(options: CommonCodeOptions, particulars: ClientParticulars): OpenClient {
  const { kind, config, telemetryLabels, ...rest } = particulars;
  checkSurroundings(options);
  const security = resolveSecurity({ ...config, tls: options.tls, sasl: options.sasl });
  const env = options.env ?? defaultEnv();
  const logger = options.logger ?? env.logger.component(kind);
  const clientId = config.clientId === '' ? `samsa-${kind}` : config.clientId;
  const diagnostics = new ClientDiagnostics({ kind, clientId }, env.clock);
  const authenticator =
    security.sasl === null ? null : createAuthenticator(security.sasl, { env, logger, diagnostics });
  const context: ClientContext = {
    ...rest,
    env,
    clientId,
    config,
    logger,
    tls: security.tls,
    authenticator,
    diagnostics,
  };
  const cluster = Cluster.open(context);
  const telemetry = new TelemetryReporter(cluster, {
    env,
    logger,
    diagnostics,
    isEnabled: config.enableMetricsPush,
    ...(telemetryLabels === undefined ? {} : { labels: telemetryLabels }),
  });
  telemetry.start();
  return {
    context,
    cluster,
    telemetry,
    close: async (timeoutMs) => {
      await telemetry.close(timeoutMs);
      await cluster.close();
      authenticator?.close();
    },
  };
}
