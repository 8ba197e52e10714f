/**
 * npm run conformance [-- NAME…] [--broker samsa|apache-kafka] [--keep]
 *
 * Runs the scenarios through clients that others wrote, against a freshly started broker. A NAME is that of a client or of a
 * scenario; without one, all take part. `--keep` leaves the files and the broker's data where they are.
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clients } from './clients/registry.ts';
import type { Client } from './clients/registry.ts';
import { startBroker } from './runner/brokers.ts';
import type { BrokerName } from './runner/brokers.ts';
import { Context } from './runner/context.ts';
import type { Participant, Scenario } from './runner/context.ts';
import { knownGaps } from './runner/known-gaps.ts';
import { runChecks } from './runner/run-checks.ts';
import type { Tally } from './runner/run-checks.ts';
import { MissingTool } from './runner/tools.ts';
import { admin } from './scenarios/admin.ts';
import { data } from './scenarios/data.ts';
import { edgesScenario } from './scenarios/edges.ts';
import { groups } from './scenarios/groups.ts';
import { kafkaTools } from './scenarios/kafka-tools.ts';
import { resume } from './scenarios/resume.ts';
import { time } from './scenarios/time.ts';

/** The command line tools come last: one of them looks through the data directory that the others have filled. */
const scenarios: readonly Scenario[] = [admin, edgesScenario, time, resume, data, groups, kafkaTools];
const helperName = 'kafkajs';

function progress(line: string): void {
  console.log(`      ${line}`);
}

function usage(problem: string): never {
  console.error(
    `${problem}\nClients: ${clients.map(({ name }) => name).join(', ')}\nScenarios: ${scenarios.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

async function prepare(client: Client, tally: Tally): Promise<Participant | undefined> {
  try {
    return { client, launch: await client.prepare(progress) };
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    const isFailure = process.env['CI'] === 'true';
    console.log(`${isFailure ? 'FAIL' : 'skip'}  ${client.name}: ${error.message}`);
    if (isFailure) tally.failures.push(`${client.name}: ${error.message}`);
    if (isFailure) tally.failed++;
    else tally.skipped++;
    return undefined;
  }
}

async function runScenarios(context: Context, chosen: readonly Scenario[], tally: Tally): Promise<void> {
  const gaps = context.broker === 'samsa' ? knownGaps() : new Map<string, string>();
  for (const scenario of chosen) {
    const start = performance.now();
    for (const checks of scenario.phases(context)) await runChecks(checks, { concurrency: 2, gaps, tally });
    progress(`${scenario.name} took ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { broker: { type: 'string', default: 'samsa' }, keep: { type: 'boolean', default: false } },
});
if (values.broker !== 'samsa' && values.broker !== 'apache-kafka')
  usage(`There is no broker ${values.broker}: samsa or apache-kafka.`);
const broker: BrokerName = values.broker;
const unknown = positionals.find((name) => ![...clients, ...scenarios].some((known) => known.name === name));
if (unknown !== undefined) usage(`There is neither a client nor a scenario called ${unknown}.`);
const isChosen = ({ name }: { name: string }): boolean => positionals.includes(name);
const chosenClients = clients.some(isChosen) ? clients.filter(isChosen) : clients;
const chosenScenarios = scenarios.some(isChosen) ? scenarios.filter(isChosen) : scenarios;

const tally: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
const participants: Participant[] = [];
for (const client of chosenClients) {
  const participant = await prepare(client, tally);
  if (participant !== undefined) participants.push(participant);
}
const helperClient = clients.find(({ name }) => name === helperName);
if (helperClient === undefined) throw new Error('the helper is not in the registry');
const helper = participants.find(({ client }) => client === helperClient) ?? {
  client: helperClient,
  launch: await helperClient.prepare(progress),
};

const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-run-'));
const peer = await startBroker(broker, progress);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void peer.discard().finally(() => process.exit(130)));
}
progress(`${broker} answers on ${peer.bootstrap}, process ${peer.pid}`);
const context = new Context({ broker, peer, participants, helper, directory });
for (const participant of participants)
  progress(`${participant.client.name} is ${(await context.session(participant)).version}`);
await runScenarios(context, chosenScenarios, tally);
await context.close();

if (values.keep) {
  await peer.stop();
  progress(`kept: ${directory}, ${peer.dataDirectory}, ${peer.logFile}`);
} else {
  await peer.stop();
  copyFileSync(peer.logFile, join(directory, 'broker.log'));
  await peer.discard();
  // After a failure the clients' and the broker's own words stay, without the data.
  for (const name of readdirSync(directory)) if (!name.endsWith('.log')) rmSync(join(directory, name));
  if (tally.failed === 0) rmSync(directory, { recursive: true, force: true });
  else progress(`logs of the clients and the broker: ${directory}`);
}
for (const failure of tally.failures) console.log(`failed: ${failure}`);
console.log(`${tally.passed} passed, ${tally.failed} failed${tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''}`);
process.exit(tally.failed > 0 ? 1 : 0);
