/** What the cluster keeps of users' passwords for SCRAM (RFC 5802, KIP-900): one credential a user and mechanism. */
import type { RemoveUserScramCredentialRecord, scram, UserScramCredentialRecord } from '#protocol';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

export type ScramCredentials = ReadonlyMap<number, scram.ScramCredential>;

export class ScramImage {
  readonly #byUser = new Map<string, Map<number, scram.ScramCredential>>();
  #count = 0;

  /** Each user's credentials by mechanism: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  get byUser(): ReadonlyMap<string, ScramCredentials> {
    return this.#byUser;
  }

  get count(): number {
    return this.#count;
  }

  replaySet({ name, mechanism, salt, storedKey, serverKey, iterations }: UserScramCredentialRecord): void {
    let credentials = this.#byUser.get(name);
    if (credentials === undefined) this.#byUser.set(name, (credentials = new Map()));
    if (!credentials.has(mechanism)) this.#count++;
    // Copies: a record lies in the buffer that it was read from, which shall not be kept for it.
    credentials.set(mechanism, {
      salt: Uint8Array.from(salt),
      storedKey: Uint8Array.from(storedKey),
      serverKey: Uint8Array.from(serverKey),
      iterations,
    });
  }

  replayRemove({ name, mechanism }: RemoveUserScramCredentialRecord): void {
    const credentials = this.#byUser.get(name);
    if (credentials?.delete(mechanism) !== true) return;
    this.#count--;
    if (credentials.size === 0) this.#byUser.delete(name);
  }

  records(): MetadataRecord[] {
    return [...this.#byUser].flatMap(([name, credentials]) =>
      [...credentials].map(([mechanism, { salt, storedKey, serverKey, iterations }]) => {
        const keys = { salt: Buffer.from(salt), storedKey: Buffer.from(storedKey), serverKey: Buffer.from(serverKey) };
        return metadataRecord('UserScramCredentialRecord', { name, mechanism, ...keys, iterations });
      }),
    );
  }
}
