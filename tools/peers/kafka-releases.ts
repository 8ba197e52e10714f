/**
 * The releases of Apache Kafka that can be started here, and their jars. They are fetched from Maven Central once and kept in
 * `~/.cache/samsa-peers/kafka-<version>/lib` (`KAFKA_PEER_HOME` names another place for the jars of the current one).
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface KafkaRelease {
  /** How a peer of it is called. */
  readonly name: string;
  readonly version: string;
  /** Of Scala, in the name of its jar. */
  readonly scala: string;
  /** The ZooKeeper that keeps its metadata; null where the node does so itself (KRaft). */
  readonly zooKeeper: string | null;
  /** Lines of server.properties that open what the release has, but keeps closed. */
  readonly config?: Readonly<Record<string, string>>;
  /** The class that keeps ACLs where its metadata lie. */
  readonly authorizer: string;
  /** Whether certificates and a key that is not encrypted can be given to it as PEM (KIP-651, and what came of it in 3.0). */
  readonly takesPem: boolean;
}

const STANDARD_AUTHORIZER = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';

/** The one that everything is compared with. */
export const currentKafka: KafkaRelease = {
  name: 'apache-kafka',
  version: '4.3.1',
  scala: '2.13',
  zooKeeper: null,
  authorizer: STANDARD_AUTHORIZER,
  takesPem: true,
};

/** For the client alone: what changed between them is what it has to get along with. */
export const olderKafkas: readonly KafkaRelease[] = [
  {
    // The last line with ZooKeeper and the first with KIP-848, as early access that has to be asked for.
    name: 'apache-kafka-3.9',
    version: '3.9.2',
    scala: '2.13',
    zooKeeper: null,
    config: { 'group.coordinator.rebalance.protocols': 'classic,consumer' },
    authorizer: STANDARD_AUTHORIZER,
    takesPem: true,
  },
  // Without topic ids in Fetch, and before describing transactions.
  {
    name: 'apache-kafka-2.8',
    version: '2.8.2',
    scala: '2.13',
    zooKeeper: '3.5.9',
    authorizer: 'kafka.security.authorizer.AclAuthorizer',
    takesPem: false,
  },
  // The oldest that clients of today speak to (KIP-896); nothing of it is encoded flexibly (KIP-482). The ZooKeeper that it came
  // with, 3.4.13, finds no address on a Java of today (ZOOKEEPER-3779).
  {
    name: 'apache-kafka-2.1',
    version: '2.1.1',
    scala: '2.12',
    zooKeeper: '3.5.9',
    authorizer: 'kafka.security.auth.SimpleAclAuthorizer',
    takesPem: false,
  },
];

function librariesOf({ version }: KafkaRelease): string {
  const given = version === currentKafka.version ? process.env['KAFKA_PEER_HOME'] : undefined;
  return join(given ?? join(homedir(), '.cache', 'samsa-peers', `kafka-${version}`), 'lib');
}

/** Says what this machine lacks to run a release, or null. */
export function kafkaLacks(release: KafkaRelease): string | null {
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return 'java is not installed';
  if (existsSync(join(librariesOf(release), '.complete'))) return null;
  if (spawnSync('mvn', ['--version'], { stdio: 'ignore' }).status !== 0) return 'mvn is not installed';
  return null;
}

/** The class path of a release; fetches the jars where they are not there yet. */
export async function kafkaClasspath(release: KafkaRelease, onProgress?: (line: string) => void): Promise<string> {
  const libraries = librariesOf(release);
  const mark = join(libraries, '.complete');
  if (!existsSync(mark)) {
    onProgress?.(`fetching the jars of Apache Kafka ${release.version} into ${libraries}`);
    mkdirSync(libraries, { recursive: true });
    const pom = release === currentKafka ? 'pom.xml' : 'pom-older.xml';
    const maven = ['-q', '-B', '-f', fileURLToPath(new URL(pom, import.meta.url)), 'dependency:copy-dependencies'];
    const versions = [`-Dkafka.version=${release.version}`, `-Dscala.version=${release.scala}`];
    if (release.zooKeeper !== null) versions.push(`-Dzookeeper.version=${release.zooKeeper}`);
    const child = spawn('mvn', [...maven, ...versions, `-DoutputDirectory=${libraries}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await exitOf(child);
    if (code !== 0) throw new Error(`mvn could not fetch Apache Kafka's jars: it ended with ${code}`);
    writeFileSync(mark, '');
  }
  return join(libraries, '*');
}

/** The exit code of a process, or the signal that ended it. */
export function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}
