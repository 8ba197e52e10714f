/**
 * The ACLs of a cluster, for a registry that stands alone: asked for with DescribeAcls before anybody is let in, and again
 * every few seconds. What cannot be asked for leaves those that were known: who was let in stays in, and who was not out.
 */
import { Admin, type AdminOptions } from '#client';
import { describedAcls, type DescribedAcls } from '#broker';
import { isKafkaError, type Env, type Logger, type Timer } from '#kernel';
import type { GuardedBy, RegistryRequester } from '#registry';
import { UsageError } from '../exit-code.ts';

/** A right that was given or taken away holds after so long. */
const REFRESH_MS = 10_000;

export interface ClusterAclsOptions {
  readonly client: AdminOptions;
  /** As `User:name`: they may do everything. */
  readonly superUsers: readonly string[];
  readonly refreshMs?: number;
}

export class ClusterAcls {
  readonly #env: Env;
  readonly #admin: Admin;
  readonly #superUsers: readonly string[];
  readonly #refreshMs: number;
  readonly #log: Logger;
  #acls: DescribedAcls;
  #timer: Timer | null = null;
  #isClosed = false;
  /** What was told of last, so that it is told once. */
  #trouble = '';

  private constructor(env: Env, { client, superUsers, refreshMs = REFRESH_MS }: ClusterAclsOptions) {
    this.#env = env;
    this.#admin = new Admin(client);
    this.#superUsers = superUsers;
    this.#refreshMs = refreshMs;
    this.#log = env.logger.component('registry');
    this.#acls = describedAcls([], { superUsers: [], allowEveryoneIfNoAclFound: false });
  }

  /** Rejects with a UsageError where the cluster has no ACLs, or does not tell them. */
  static async open(env: Env, options: ClusterAclsOptions): Promise<ClusterAcls> {
    const acls = new ClusterAcls(env, options);
    try {
      await acls.#ask();
    } catch (error) {
      await acls.close();
      if (!isKafkaError(error)) throw error;
      throw new UsageError(`--acls: ${sentence(error.code, error.message)}.`, { cause: error });
    }
    acls.#askAgain();
    return acls;
  }

  isAllowed(requester: RegistryRequester, { operation, resource }: GuardedBy): boolean {
    return this.#acls.isAllowed(requester, operation, resource);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#admin.close();
  }

  async #ask(): Promise<void> {
    const acls = await this.#admin.describeAcls();
    // What no ACL names is closed, as with Kafka's own default.
    this.#acls = describedAcls(acls, { superUsers: this.#superUsers, allowEveryoneIfNoAclFound: false });
  }

  #askAgain(): void {
    if (this.#isClosed) return;
    this.#timer = this.#env.scheduler.after(this.#refreshMs, () => {
      this.#ask()
        .then(
          () => (this.#trouble = ''),
          (error: unknown) => this.#failed(error),
        )
        .finally(() => this.#askAgain());
    });
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.#isClosed || reason === this.#trouble) return;
    this.#trouble = reason;
    this.#log.warn('The ACLs of the cluster could not be asked for; those that were known hold', { reason });
  }
}

function sentence(code: string, message: string): string {
  switch (code) {
    case 'SECURITY_DISABLED':
      return 'the cluster has no authorizer, and so no ACLs to go by';
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return 'the registry itself may not ask for ACLs: it needs DESCRIBE on the cluster';
    default:
      return `the ACLs of the cluster cannot be asked for (${message})`;
  }
}
