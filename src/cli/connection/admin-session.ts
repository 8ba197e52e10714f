/**
 * One Admin for one command: connected as the options say, closed whatever happens, and its failures told as sentences
 * that name the remedy.
 */
import { Admin, adminConfigs } from '#client';
import type { AdminOptions } from '#client';
import type { Surroundings } from '../surroundings.ts';
import { Output } from '../terminal/output.ts';
import { checkReachable } from './bootstrap-servers.ts';
import { clientSettings } from './client-options.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { commandEnv } from './command-env.ts';
import { reportFailure } from './report-failure.ts';

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
  try {
    await work({ admin, output: new Output(surroundings) });
  } catch (error) {
    await reportFailure(error, { surroundings, topicNames: () => topicNames(admin) });
  } finally {
    await admin.close();
  }
}

/** For a command that has another client of its own besides. */
export function openAdmin(settings: Readonly<Record<string, unknown>>, options: ConnectionOptions): Admin {
  return new Admin({
    defaultApiTimeoutMs: options.timeout,
    ...settings,
    env: commandEnv(),
  } as AdminOptions);
}

export async function topicNames(admin: Admin): Promise<readonly string[]> {
  return (await admin.listTopics({ listInternal: true })).map(({ name }) => name);
}
