/**
 * One Admin for one command: connected as the options say, closed whatever happens, and its failures told as sentences
 * that name the remedy.
 */
import { Admin, adminConfigs } from '#client';
import type { Surroundings } from '../surroundings.ts';
import { Output } from '../terminal/output.ts';
import { checkReachable } from './bootstrap-servers.ts';
import { clientSettings } from './client-options.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { commandEnv } from './command-env.ts';
import { reportFailure } from './report-failure.ts';
import { Waiting } from './waiting.ts';

export interface AdminSession {
  readonly admin: Admin;
  readonly output: Output;
}

export async function withAdmin(
  surroundings: Surroundings,
  options: ConnectionOptions,
  work: (session: AdminSession) => Promise<void>,
): Promise<void> {
  const settings = clientSettings('client', adminConfigs, options, surroundings);
  await checkReachable(settings.addresses, options.timeout);
  const admin = openAdmin(settings.options, options);
  const waiting = new Waiting(surroundings.stderr, () => admin.status);
  // It makes room for what the command has to say.
  const output = new Output(surroundings, () => waiting[Symbol.dispose]());
  try {
    await work({ admin, output });
  } catch (error) {
    waiting[Symbol.dispose]();
    await reportFailure(error, { surroundings, topicNames: () => topicNames(admin) });
  } finally {
    waiting[Symbol.dispose]();
    await admin.close();
  }
}

/** For a command that has another client: with what of that one's settings an Admin has as well. */
export async function lookUpTopicNames(
  settings: Readonly<Record<string, unknown>>,
  options: ConnectionOptions,
): Promise<readonly string[]> {
  const common = Object.fromEntries(Object.entries(settings).filter(([name]) => CONNECTION_SETTINGS.has(name)));
  await using admin = openAdmin(common, options);
  return await topicNames(admin);
}

const CONNECTION_SETTINGS: ReadonlySet<string> = new Set([
  'bootstrapServers',
  'clientId',
  'tls',
  'sasl',
  'securityProtocol',
  'saslMechanism',
]);

function openAdmin(settings: Readonly<Record<string, unknown>>, options: ConnectionOptions): Admin {
  return new Admin({
    defaultApiTimeoutMs: options.timeout,
    ...settings,
    env: commandEnv(),
  });
}

async function topicNames(admin: Admin): Promise<readonly string[]> {
  return (await admin.listTopics({ listInternal: true })).map(({ name }) => name);
}
