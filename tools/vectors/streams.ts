/**
 * Topologies and what Kafka Streams makes of them: outputs after each input, `describe()`, and all topics that were written
 * to. The operations of a case are looked up in `streams/`, a file for each kind.
 */
import { TopologyTestDriver } from '#streams';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';
import { rightSteps } from './streams/deviations.ts';
import { TopologyCase, type CaseOperation } from './streams/topology-case.ts';

interface StreamsLine {
  readonly name: string;
  readonly ops: readonly CaseOperation[];
  readonly input: readonly (readonly [topic: string, key: string | null, value: string | null, timestamp: number])[];
  readonly out: readonly string[];
  readonly steps: readonly (readonly string[])[];
  readonly topology: string;
  readonly topics: readonly string[];
}

export const streams: VectorKind = {
  name: 'streams',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly StreamsLine[]) yield outcomeOf(line.name, () => checkLine(line));
  },
};

function checkLine(line: StreamsLine): string | null {
  const built = new TopologyCase();
  for (const operation of line.ops) built.apply(operation);
  const plan = built.topology.build();
  const described = built.topology.describe();
  if (described !== line.topology)
    return firstDifference('the topology', described.split('\n'), line.topology.split('\n'));
  const steps = rightSteps(line.name, line.steps);
  using driver = new TopologyTestDriver(plan);
  for (const [index, [topic, key, value, timestamp]] of line.input.entries()) {
    driver.pipe(topic, { key: bytesOf(key), value: bytesOf(value), timestamp });
    const step = line.out.flatMap((name) =>
      driver.take(name).map((record) => `${textOf(record.key)}=${textOf(record.value)}@${record.timestamp}`),
    );
    const wanted = steps[index] ?? [];
    if (JSON.stringify(step) !== JSON.stringify(wanted)) {
      return `after input ${index} (${JSON.stringify(line.input[index])}): ${JSON.stringify(step)}, not ${JSON.stringify(wanted)}`;
    }
  }
  const topics = driver.producedTopics();
  return JSON.stringify(topics) === JSON.stringify(line.topics)
    ? null
    : `topics ${JSON.stringify(topics)}, not ${JSON.stringify(line.topics)}`;
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text);
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? 'null' : Buffer.from(bytes).toString();
}

function firstDifference(what: string, ours: readonly string[], theirs: readonly string[]): string {
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  const index = at < 0 ? ours.length : at;
  return `${what} differs in line ${index + 1}: ${JSON.stringify(ours[index])}, not ${JSON.stringify(theirs[index])}`;
}
