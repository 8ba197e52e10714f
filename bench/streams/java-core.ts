/** The Java program of this bench, made of its source; needs `mvn` the first time, for the one jar that the peer has not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';

const VERSION = '4.3.1';
const TEST_UTILS = `kafka-streams-test-utils-${VERSION}.jar`;
/** As Kafka's own scripts give an application: what its threads may use, and the collector of servers. */
const JVM = ['-Xms1g', '-Xmx1g', '-XX:+UseG1GC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];

/** The words that run it, but for its arguments. */
export async function javaCore(): Promise<readonly string[]> {
  const jars = [await apacheKafkaClasspath(), testUtils()].join(delimiter);
  const classes = mkdtempSync(join(tmpdir(), 'samsa-bench-streams-'));
  const source = fileURLToPath(new URL('java/org/apache/kafka/streams/StreamsCore.java', import.meta.url));
  execFileSync('javac', ['-nowarn', '-cp', jars, '-d', classes, source]);
  return ['java', ...JVM, '-cp', [classes, jars].join(delimiter), 'org.apache.kafka.streams.StreamsCore'];
}

function testUtils(): string {
  const directory = join(homedir(), '.cache', 'samsa-peers', `kafka-streams-test-utils-${VERSION}`);
  const jar = join(directory, TEST_UTILS);
  if (existsSync(jar)) return jar;
  mkdirSync(directory, { recursive: true });
  const artifact = `-Dartifact=org.apache.kafka:kafka-streams-test-utils:${VERSION}`;
  execFileSync('mvn', ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${directory}`], { stdio: 'pipe' });
  return jar;
}
