/**
 * One client of the schema registry for one command, and its failures told as sentences that name the remedy: for a
 * subject that does not exist the one that was probably meant, for a registry that does not answer how to say where it is.
 */
import { readFileSync } from 'node:fs';
import { isKafkaError, nearestName, type KafkaError, type TlsOptions } from '#kernel';
import { RegistryClient } from '#serde';
import { commandEnv } from '../connection/command-env.ts';
import { CommandEnded, ExitCode, UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { complain } from '../terminal/messages.ts';
import { Output } from '../terminal/output.ts';
import { DEFAULT_REGISTRY, type RegistryAccess } from './registry-options.ts';

export interface RegistrySession {
  readonly client: RegistryClient;
  readonly output: Output;
}

export async function withRegistry(
  surroundings: Surroundings,
  options: RegistryAccess,
  work: (session: RegistrySession) => Promise<void>,
): Promise<void> {
  const client = openClient(surroundings, options);
  const output = new Output(surroundings);
  try {
    await work({ client, output });
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    complain(surroundings, await sentence(error, client));
    throw new CommandEnded(ExitCode.failed);
  }
}

/** Throws a UsageError for options that cannot be. */
function openClient({ environment }: Surroundings, options: RegistryAccess): RegistryClient {
  const given = (own: string | undefined, name: string): string | undefined => own ?? (environment[name] || undefined);
  const url = given(options.registry, 'SAMSA_REGISTRY') ?? DEFAULT_REGISTRY;
  const user = given(options.registryUser, 'SAMSA_REGISTRY_USER');
  if (user !== undefined && !user.includes(':')) throw new UsageError('--registry-user is of the form name:password.');
  const tls = tlsOf(options);
  try {
    return new RegistryClient({
      schemaRegistryUrl: url,
      basicAuthUserInfo: user,
      bearerAuthToken: given(options.registryToken, 'SAMSA_REGISTRY_TOKEN'),
      ...(tls === null ? {} : { tls }),
      requestTimeoutMs: options.timeout,
      maxRetries: 1,
      retriesWaitMs: 250,
      // A command sees what is there now.
      latestCacheTtlSec: 0,
      missingCacheTtlSec: 0,
      env: commandEnv(),
    });
  } catch (error) {
    if (isKafkaError(error, 'INVALID_CONFIG')) throw new UsageError(`--registry: ${error.message}.`, { cause: error });
    throw error;
  }
}

function tlsOf({ registryCa, registryCert, registryKey }: RegistryAccess): TlsOptions | null {
  if (registryCa === undefined && registryCert === undefined && registryKey === undefined) return null;
  if ((registryCert === undefined) !== (registryKey === undefined)) {
    throw new UsageError('--registry-cert and --registry-key go together.');
  }
  return {
    ...(registryCa === undefined ? {} : { ca: readPem('--registry-ca', registryCa) }),
    ...(registryCert === undefined ? {} : { cert: readPem('--registry-cert', registryCert) }),
    ...(registryKey === undefined ? {} : { key: readPem('--registry-key', registryKey) }),
  };
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${option} ${file} cannot be read (${code}): check the path.`, { cause: error });
  }
}

async function sentence(error: KafkaError, client: RegistryClient): Promise<string> {
  const said = error.message.replace(/^The schema registry refused [A-Z]+ \S+ \(([\d, ]+)\): /, '');
  switch (error.code) {
    case 'SCHEMA_REGISTRY_UNAVAILABLE':
      return `no schema registry answers (${/\(tried [^:]+: (.*)\)$/s.exec(error.message)?.[1] ?? said}): samsa start brings one up, --registry says where another is`;
    case 'SCHEMA_REGISTRY_AUTHENTICATION_FAILED':
      return `${said}: log in with --registry-user name:password or --registry-token`;
    case 'SUBJECT_NOT_FOUND':
      return unknownSubject(said, client);
    default:
      return said;
  }
}

async function unknownSubject(said: string, client: RegistryClient): Promise<string> {
  const subject = /'(.+)'/.exec(said)?.[1];
  const known = await client.subjects().catch((): readonly string[] => []);
  if (subject === undefined || known.includes(subject)) return said;
  const near = nearestName(subject, known);
  return `there is no subject ${subject}; ${near === null ? 'samsa schema list shows what there is' : `did you mean ${near}?`}`;
}
