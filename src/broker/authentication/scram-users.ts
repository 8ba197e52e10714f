/** Users for SCRAM that the broker itself makes, as when nobody could log in yet to make the first. */
import { KafkaError, type Random } from '#kernel';
import type { MetadataService } from '#metadata';
import { errorForCode, scram } from '#protocol';

const SALT_BYTES = 24;
/** As `samsa user set` has it. */
const ITERATIONS = 8192;
const CODES: Readonly<Record<scram.ScramMechanism, number>> = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 };

export interface ScramUser {
  readonly user: string;
  readonly password: string;
  readonly random: Random;
}

/** For both mechanisms. Throws a KafkaError where one cannot be set. */
export async function setScramPassword(
  metadata: Pick<MetadataService, 'submit'>,
  { user, password, random }: ScramUser,
): Promise<void> {
  for (const mechanism of scram.SCRAM_MECHANISMS) {
    const cost = { salt: Buffer.from(random.bytes(SALT_BYTES)), iterations: ITERATIONS };
    const saltedPassword = scram.saltedPassword(mechanism, password, cost);
    const upsertion = { name: user, mechanism: CODES[mechanism], ...cost, saltedPassword };
    const results = await metadata.submit('alterUserScramCredentials', { deletions: [], upsertions: [upsertion] });
    const failed = results.find(({ errorCode }) => errorCode !== 0);
    if (failed === undefined) continue;
    throw new KafkaError(errorForCode(failed.errorCode).name, failed.errorMessage ?? `user ${user} could not be made`);
  }
}
