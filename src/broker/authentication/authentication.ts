/**
 * How the broker's listeners are secured, each as its configs say, and the watch over the files that those name:
 * certificates that were renewed are shown from the next look on, without a restart.
 */
import { KafkaError, type Env, type Timer } from '#kernel';
import type { ListenerConfig } from '../config/index.ts';
import type { ConfigTexts } from './listener-configs.ts';
import { ListenerSecurity } from './listener-security.ts';
import type { ScramCredentials } from './mechanisms/scram.ts';

const LOOK_AT_FILES_MS = 10_000;

export interface AuthenticationOptions {
  readonly listeners: readonly ListenerConfig[];
  readonly credentials: ScramCredentials;
}

export class Authentication {
  readonly #env: Env;
  readonly #byListener: ReadonlyMap<string, ListenerSecurity>;
  #timer: Timer | null = null;

  private constructor(env: Env, byListener: ReadonlyMap<string, ListenerSecurity>) {
    this.#env = env;
    this.#byListener = byListener;
    if (byListener.size > 0) this.#lookLater();
  }

  /** Fails with INVALID_CONFIG and a sentence that names the key. */
  static async open(env: Env, options: AuthenticationOptions, texts: ConfigTexts): Promise<Authentication> {
    const { listeners, credentials } = options;
    const byListener = new Map<string, ListenerSecurity>();
    for (const listener of listeners) {
      if (listener.securityProtocol === 'PLAINTEXT') continue;
      byListener.set(listener.name, await ListenerSecurity.open(env, { listener, credentials }, texts));
    }
    return new Authentication(env, byListener);
  }

  /** Null for a PLAINTEXT listener. */
  of(listener: string): ListenerSecurity | null {
    return this.#byListener.get(listener) ?? null;
  }

  /** Takes up configs that were changed while the broker runs. */
  configsChanged(texts: ConfigTexts): void {
    for (const security of this.#byListener.values()) this.#run(() => security.configsChanged(texts));
  }

  close(): void {
    this.#timer?.cancel();
    for (const security of this.#byListener.values()) security.close();
  }

  #lookLater(): void {
    this.#timer = this.#env.scheduler.after(LOOK_AT_FILES_MS, () => {
      for (const security of this.#byListener.values()) this.#run(() => security.lookAtFiles());
      this.#lookLater();
    });
  }

  #run(task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#env.logger
        .component('authentication')
        .error('The security of a listener could not be looked at', { reason });
    });
  }
}

/** With the sentence that says what to mend, where certificate and key do not go together. */
export function listenProblem(error: unknown, { name }: ListenerConfig): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_TLS_OPTIONS') return error;
  const keys = `listener.name.${name.toLowerCase()}.ssl.…`;
  return new KafkaError('INVALID_CONFIG', `${keys}: certificate, key or password cannot be used (${error.message})`, {
    cause: error,
  });
}
