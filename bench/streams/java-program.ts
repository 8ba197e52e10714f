/** The Java programs of this bench, made of their sources; needs `mvn` the first time, for the one jar that the peer has not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';

const VERSION = '4.3.1';
const TEST_UTILS = `kafka-streams-test-utils-${VERSION}.jar`;
const SOURCES = fileURLToPath(new URL('java/org/apache/kafka/streams/', import.meta.url));
/** As Kafka's own scripts give an application: what its threads may use, and the collector of servers. */
const JVM = ['-Xms1g', '-Xmx1g', '-XX:+UseG1GC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];

let compiled: Promise<string> | null = null;

/** The words that run a class of `java/`, but for its arguments. */
export async function javaProgram(name: 'StreamsCore' | 'StreamsApplication'): Promise<readonly string[]> {
  compiled ??= compile();
  return ['java', ...JVM, '-cp', await compiled, `org.apache.kafka.streams.${name}`];
}

/** All of them; gives the class path. What is made goes with this process. */
async function compile(): Promise<string> {
  const jars = [await apacheKafkaClasspath(), testUtils()].join(delimiter);
  const classes = mkdtempSync(join(tmpdir(), 'samsa-bench-streams-'));
  process.once('exit', () => rmSync(classes, { recursive: true, force: true }));
  const sources = readdirSync(SOURCES).map((file) => join(SOURCES, file));
  execFileSync('javac', ['-nowarn', '-cp', jars, '-d', classes, ...sources]);
  return [classes, jars].join(delimiter);
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
