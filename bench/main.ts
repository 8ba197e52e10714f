/**
 * `npm run bench -- broker|client|registry|serde|streams [--rounds N] [--quick] [--row NAME …] [--json FILE]`: measurements beside the
 * peers, in the same run on the same machine. Linux only, since processes are judged by /proc; Apache Kafka needs `java` and, the first time, `mvn`.
 */
import { writeFileSync } from 'node:fs';
import { endWithUsage, parseCommand } from '../tools/parse-command.ts';
import { apacheKafkaLacks } from '../tools/peers/apache-kafka.ts';
import { brokerBench, brokerRowNames } from './broker/broker-bench.ts';
import { fullPlan, quickPlan } from './broker/plan.ts';
import { clientBench } from './client/client-bench.ts';
import { clientPlan, clientRowNames } from './client/plan.ts';
import { registryBench, registryPlan } from './registry/registry-bench.ts';
import { machineLines } from './report/machine.ts';
import type { Row } from './report/rows.ts';
import { tableOf } from './report/table.ts';
import { serdeBench } from './serde/serde-bench.ts';
import { streamsBench, streamsPlan, streamsRowNames } from './streams/streams-bench.ts';

const USAGE = `Usage: npm run bench -- broker|client|registry|serde|streams [--rounds N] [--quick] [--row NAME …] [--json FILE]

  broker       Samsa beside Apache Kafka: start, memory, throughput, CPU, latency
  registry     the schema registry: look-ups, registrations, a start with 100,000 schemas
  client       Samsa's client beside kafkajs and @platformatic/kafka, on Apache Kafka and on Samsa
  serde        Samsa's serdes beside those on npm, avsc and fastavro
  streams      samsa/streams beside Kafka Streams: the core alone, and applications on a broker
  --rounds N   how often each is measured in turn: 3, or 1 with --quick and of streams
  --quick      a look instead of a measurement, in a few minutes
  --row NAME   of broker: only these, any of ${brokerRowNames().join(', ')};
               of client: any of ${clientRowNames.join(', ')}; of streams: any of
               ${streamsRowNames().join(', ')}
  --broker NAME  of streams: samsa, or apache-kafka
  --recovery-gigabytes N   how much log the row recovery has to check: 1
  --json FILE  writes the rows as JSON, too
`;

interface Choice {
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly rows: readonly string[];
  readonly recoveryBytes: number | null;
  readonly broker: 'samsa' | 'apache-kafka';
}

/** Of benches whose rows can be chosen. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  broker: brokerRowNames(),
  client: clientRowNames,
  streams: streamsRowNames(),
};

const BENCHES: Readonly<Record<string, (choice: Choice) => Promise<readonly Row[]>>> = {
  broker: ({ rounds, isQuick, rows, recoveryBytes }) => {
    const plan = isQuick ? quickPlan(rounds) : fullPlan(rounds);
    const workloads = recoveryBytes === null ? plan.workloads : { ...plan.workloads, recoveryBytes };
    return brokerBench({ ...plan, workloads }, rows);
  },
  client: ({ rounds, isQuick, rows }) => clientBench(clientPlan(rounds, isQuick, rows)),
  serde: ({ rounds, isQuick }) => serdeBench({ rounds, millis: isQuick ? 300 : 1500 }),
  streams: (choice) => streamsBench(streamsPlan(choice)),
  registry: ({ rounds, isQuick }) => registryBench(registryPlan(rounds, isQuick)),
};

const exitCode = await main();
if (exitCode !== 0) process.exitCode = exitCode;

async function main(): Promise<number> {
  const { values, positionals } = parseCommand(USAGE, {
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      row: { type: 'string', multiple: true, default: [] },
      broker: { type: 'string', default: 'samsa' },
      'recovery-gigabytes': { type: 'string' },
      json: { type: 'string' },
    },
  });
  // Applications take their time, and each is measured over millions of records.
  const rounds = Number(values.rounds ?? (values.quick || positionals[0] === 'streams' ? 1 : 3));
  const recovery = values['recovery-gigabytes'];
  const recoveryBytes = recovery === undefined ? null : Number(recovery) * 1e9;
  const bench = BENCHES[positionals[0] ?? ''];
  const areRowsKnown = values.row.every((row) => ROWS[positionals[0] ?? '']?.includes(row) === true);
  const { broker } = values;
  const areNumbers = rounds >= 1 && (recoveryBytes === null || recoveryBytes > 0);
  const isBroker = broker === 'samsa' || broker === 'apache-kafka';
  if (positionals.length !== 1 || bench === undefined) return endWithUsage('Say what is to be measured.', USAGE);
  if (!areRowsKnown) return endWithUsage(`${positionals[0]} has no such row.`, USAGE);
  if (!areNumbers || !isBroker)
    return endWithUsage('--rounds and --recovery-gigabytes take a number, --broker a name.', USAGE);
  const needsKafka = positionals[0] !== 'registry' && positionals[0] !== 'serde';
  const kafkaLacks = needsKafka ? apacheKafkaLacks() : null;
  const lack = process.platform === 'linux' ? kafkaLacks : 'there is no /proc on this system';
  if (lack !== null) {
    process.stderr.write(`bench ${positionals[0]}: ${lack}\n`);
    return 1;
  }
  const rows = await bench({ rounds, isQuick: values.quick, rows: values.row, recoveryBytes, broker });
  process.stdout.write(`\n${tableOf(rows)}\n\n${machineLines().join('\n')}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  return 0;
}
