/**
 * `npm run bench -- broker [--rounds N] [--quick] [--json FILE]`: measurements beside the peers, in the same run on the
 * same machine. Linux only, since processes are judged by /proc; Apache Kafka needs `java` and, the first time, `mvn`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { apacheKafkaLacks } from '../tools/peers/apache-kafka.ts';
import { brokerBench } from './broker/broker-bench.ts';
import { fullPlan, quickPlan } from './broker/plan.ts';
import { machineLines } from './report/machine.ts';
import { tableOf } from './report/table.ts';

const USAGE = `Usage: npm run bench -- broker [--rounds N] [--quick] [--json FILE]

  broker       Samsa beside Apache Kafka: start, memory, throughput, CPU, latency
  --rounds N   how often each is measured in turn: 3, or 1 with --quick
  --quick      a look instead of a measurement, in a few minutes
  --json FILE  writes the rows as JSON, too
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  if (values.help || positionals.length !== 1 || positionals[0] !== 'broker' || !(rounds >= 1)) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 1;
  }
  const lack = process.platform === 'linux' ? apacheKafkaLacks() : 'there is no /proc on this system';
  if (lack !== null) {
    process.stderr.write(`bench broker: ${lack}\n`);
    return 1;
  }
  const rows = await brokerBench(values.quick ? quickPlan(rounds) : fullPlan(rounds));
  process.stdout.write(`\n${tableOf(rows)}\n\n${machineLines().join('\n')}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  return 0;
}
