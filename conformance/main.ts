/**
 * `npm run conformance`: runs the scenarios through clients that others wrote, against a freshly started broker, and the suite
 * of Samsa's own client (client/), serdes that others wrote against Samsa's schema registry (registry/), and topologies that
 * grow from seeds against Kafka Streams (streams/).
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithUsage, parseCommand } from '../tools/parse-command.ts';
import type { Peer } from '../tools/peers/apache-kafka.ts';
import { olderKafkas } from '../tools/peers/kafka-releases.ts';
import { ClientSuite } from './client/run-suite.ts';
import { clientScenarios } from './client/scenarios/index.ts';
import { hostileChecks, hostileName } from './client/hostile.ts';
import { simulationChecks, simulationName } from './client/simulate.ts';
import { clients } from './clients/registry.ts';
import type { Client, Launch } from './clients/registry.ts';
import { registryName, registryNames, runRegistry } from './registry/run-registry.ts';
import { brokerNames, startBroker } from './runner/brokers.ts';
import type { BrokerName } from './runner/brokers.ts';
import { Context } from './runner/context.ts';
import type { Check, Participant, Scenario } from './runner/context.ts';
import { knownGaps } from './runner/known-gaps.ts';
import { runChecks } from './runner/run-checks.ts';
import type { RunOptions, Tally } from './runner/run-checks.ts';
import { MissingTool } from './runner/tools.ts';
import { admin } from './scenarios/admin.ts';
import { data } from './scenarios/data.ts';
import { edgesScenario } from './scenarios/edges.ts';
import { faults } from './scenarios/faults.ts';
import { consumerProtocol, groups } from './scenarios/groups.ts';
import { javaStreams } from './scenarios/java-streams.ts';
import { kafkaTools } from './scenarios/kafka-tools.ts';
import { resume } from './scenarios/resume.ts';
import { secured } from './scenarios/secured.ts';
import { shareGroups } from './scenarios/share-groups.ts';
import { time } from './scenarios/time.ts';
import { transactions } from './scenarios/transactions.ts';
import { DEFAULT_CASES, DEFAULT_SEED, runStreams, streamsName } from './streams/run-streams.ts';

/** The command line tools come last: one of them looks through the data directory that the others have filled. */
const scenarios: readonly Scenario[] = [
  admin,
  edgesScenario,
  time,
  resume,
  data,
  groups,
  consumerProtocol,
  shareGroups,
  transactions,
  javaStreams,
  faults,
  kafkaTools,
  secured,
];
const helperName = 'kafkajs';
const suiteScenarios = [...clientScenarios, { name: simulationName }, { name: hostileName }];
/** The word that chooses the suite of Samsa's own client. */
const suiteName = 'client';

function progress(line: string): void {
  console.log(`      ${line}`);
}

const USAGE = `Usage:
  npm run conformance                          all that follows, in this order
  npm run conformance -- NAME …                clients that others wrote, or scenarios
  npm run conformance -- ${suiteName} [NAME …]       Samsa's own client
  npm run conformance -- ${registryName} [NAME …]     serdes that others wrote, and the schema registry
  npm run conformance -- ${streamsName}               topologies that grow from seeds, beside Kafka Streams: --seed N, --cases N
  --broker NAME    ${brokerNames.join(', ')}
  --keep           leaves the files and the broker's data where they are

Clients: ${namesOf(clients)}
Scenarios: ${namesOf(scenarios)}
Of ${suiteName}: ${namesOf(suiteScenarios)}
Of ${registryName}: ${registryNames.join(', ')}
`;

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => name).join(', ');
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

/** That each client's process comes up at all, and which version of its library it is. */
function startChecks(context: Context): Check[] {
  return context.participants.map((participant) => {
    const { name } = participant.client;
    const run = async (): Promise<void> => progress(`${name} is ${(await context.session(participant)).version}`);
    return { name: `start/${name}`, lane: name, run };
  });
}

async function runScenarios(context: Context, chosen: readonly Scenario[], options: RunOptions): Promise<void> {
  await runChecks(startChecks(context), options);
  for (const scenario of chosen) {
    const start = performance.now();
    for (const checks of scenario.phases(context)) await runChecks(checks, options);
    progress(`${scenario.name} took ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
}

/** In a whole run, a gap that no check has the name of is a line that should have gone. */
function checkGapNames(gaps: ReadonlyMap<string, string>, tally: Tally): void {
  for (const name of gaps.keys()) {
    if (tally.names.has(name)) continue;
    tally.failed++;
    tally.failures.push(`known-gaps.json names ${name}, which is no check`);
  }
}

/** Leaves the data or removes them; after a failure the clients' and the broker's own words stay in any case. */
async function tidyUp(
  peer: Peer,
  directory: string,
  { keeps, hasFailed }: { keeps: boolean; hasFailed: boolean },
): Promise<void> {
  await peer.stop();
  if (keeps) {
    progress(`kept: ${directory}, ${peer.dataDirectory}, ${peer.logFile}`);
    return;
  }
  copyFileSync(peer.logFile, join(directory, 'broker.log'));
  await peer.discard();
  for (const name of readdirSync(directory))
    if (!name.endsWith('.log')) rmSync(join(directory, name), { recursive: true });
  if (hasFailed) progress(`logs of the clients and the broker: ${directory}`);
  else rmSync(directory, { recursive: true, force: true });
}

/** The clients that others wrote: those chosen, or all. */
async function runForeign(names: readonly string[], { tally, keeps }: { tally: Tally; keeps: boolean }): Promise<void> {
  const isChosen = ({ name }: { name: string }): boolean => names.includes(name);
  const chosenClients = clients.some(isChosen) ? clients.filter(isChosen) : clients;
  const chosenScenarios = scenarios.some(isChosen) ? scenarios.filter(isChosen) : scenarios;
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
  const peer = await startBroker(broker, { onProgress: progress });
  onSignal(() => peer.discard());
  try {
    progress(`${broker} answers on ${peer.bootstrap}, process ${peer.pid}`);
    const context = new Context({ broker, peer, participants, helper, directory });
    await runScenarios(context, chosenScenarios, { concurrency: 2, gaps, tally });
    await context.close();
  } finally {
    await tidyUp(peer, directory, { keeps, hasFailed: tally.failed > 0 });
  }
}

async function runSuite(names: readonly string[], tally: Tally): Promise<void> {
  const isChosen = (name: string): boolean => names.length === 0 || names.includes(name);
  const chosen = clientScenarios.filter(({ name }) => isChosen(name));
  const java = clients.find(({ name }) => name === 'java');
  if (java === undefined) throw new Error('java is not in the registry');
  const launchJava: Launch = async (bootstrap, logFile) => (await java.prepare(progress))(bootstrap, logFile);
  const options = { broker, scenarios: chosen, launchJava, onProgress: progress, concurrency: 2, gaps, tally };
  const suite = new ClientSuite(options);
  onSignal(() => suite.close());
  try {
    await suite.run();
    // The simulated broker is Samsa's own. Each takes all cores by itself.
    if (broker === 'samsa' && isChosen(simulationName)) await runChecks(simulationChecks(progress), options);
    if (broker === 'samsa' && isChosen(hostileName)) await runChecks(hostileChecks(progress), options);
  } finally {
    await suite.close();
  }
}

function onSignal(cleanup: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanup().finally(() => process.exit(130)));
  }
}

const { values, positionals } = parseCommand(USAGE, {
  allowPositionals: true,
  options: {
    broker: { type: 'string', default: 'samsa' },
    keep: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    cases: { type: 'string', default: String(DEFAULT_CASES) },
  },
});
if (!brokerNames.includes(values.broker)) endWithUsage(`There is no broker ${values.broker}.`, USAGE);
const broker: BrokerName = values.broker;
const gaps = broker === 'samsa' ? knownGaps() : new Map<string, string>();
const [first, ...suiteNames] = positionals;
const isSuiteOnly = first === suiteName;
const isRegistryOnly = first === registryName;
const isStreamsOnly = first === streamsName;
if (!isSuiteOnly && olderKafkas.some(({ name }) => name === broker))
  endWithUsage(`${broker} is there for Samsa's own client: npm run conformance -- client --broker ${broker}`, USAGE);
const known = isSuiteOnly
  ? suiteScenarios.map(({ name }) => name)
  : isRegistryOnly
    ? registryNames
    : isStreamsOnly
      ? []
      : [...clients, ...scenarios].map(({ name }) => name);
const names = isSuiteOnly || isRegistryOnly || isStreamsOnly ? suiteNames : positionals;
const unknown = names.find((name) => !known.includes(name));
if (unknown !== undefined) endWithUsage(`There is neither a client nor a scenario called ${unknown}.`, USAGE);

const tally: Tally = { passed: 0, failed: 0, skipped: 0, notServed: 0, failures: [], names: new Set() };
const isWhole = positionals.length === 0;
if (!isSuiteOnly && !isRegistryOnly && !isStreamsOnly) await runForeign(names, { tally, keeps: values.keep });
if (isSuiteOnly || isWhole) await runSuite(names, tally);
if (isRegistryOnly || isWhole) {
  await runRegistry({ broker, names, keeps: values.keep, onProgress: progress, concurrency: 2, gaps, tally });
}
// Neither broker has a part in it.
if (isStreamsOnly || (isWhole && broker === 'samsa')) {
  const [seed, cases] = [values.seed, values.cases].map(Number);
  await runStreams({ seed: seed!, cases: cases!, onProgress: progress, concurrency: 1, gaps, tally });
}
if (positionals.length === 0 && tally.skipped === 0) checkGapNames(gaps, tally);
for (const failure of tally.failures) console.log(`failed: ${failure}`);
const others = [
  ...(tally.skipped > 0 ? [`${tally.skipped} skipped`] : []),
  ...(tally.notServed > 0 ? [`${tally.notServed} not served by this broker`] : []),
];
console.log([`${tally.passed} passed`, `${tally.failed} failed`, ...others].join(', '));
process.exit(tally.failed > 0 ? 1 : 0);
