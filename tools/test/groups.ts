/**
 * Which test files share a process. To start one and load the broker into it takes most of a second, more than most
 * files take to run; so those of one module run one after the other in few processes. A file whose name ends with
 * `.alone.test.ts` has a process of its own, since it measures memory or changes what the whole process sees
 * (src/tidy.test.ts knows which must). The same files always make the same groups.
 */
export interface Group {
  /** As `07-src-log`: unique, and in the order in which the groups shall start. */
  readonly name: string;
  /** Paths from the root of the repository. */
  readonly files: readonly string[];
}

/** Few enough that a process of many small files is not the one that all wait for at the end. */
const MOST_FILES = 12;

/** Whatever takes far longer than a group starts first, so that no processor is idle at the end. Longest first. */
const LONG: readonly string[] = [
  'src/client/simulation/simulation.test.ts',
  'src/broker/simulated-broker.test.ts',
  'src/kafkajs/crashes.test.ts',
  'src/broker/hostile-clients.alone.test.ts',
  'tools/vectors/vectors.test.ts',
  'src/broker/killed-broker.test.ts',
  'src/sim/simulated-disk.test.ts',
  'src/cli/samsa.test.ts',
  'src/registry/node/registry-faults.test.ts',
  'src/log/log-crash.test.ts',
  'src/cli/registry/embedded-registry.test.ts',
  'src/testing/samsa.test.ts',
  'tools/codegen/codecs.test.ts',
  'src/broker/fuzz.alone.test.ts',
];

/** @param processes how many groups run at the same time: fewer files than fill them are spread over all of them */
export function groupsOf(files: readonly string[], processes: number): Group[] {
  const long = LONG.filter((file) => files.includes(file)).map((file) => [file]);
  const rest = files.filter((file) => !LONG.includes(file)).toSorted();
  const alone = rest.filter(isAlone).map((file) => [file]);
  const modules = Map.groupBy(
    rest.filter((file) => !isAlone(file)),
    moduleOf,
  );
  const shared = [...modules.values()].flatMap((ofModule) =>
    evenParts(ofModule, Math.min(MOST_FILES, Math.ceil(rest.length / processes))),
  );
  return [...long, ...shared.toSorted((a, b) => b.length - a.length), ...alone].map((group, index) => ({
    name: `${String(index).padStart(2, '0')}-${moduleOf(group[0]!).replaceAll('/', '-')}`,
    files: group,
  }));
}

/** Files of `LONG` that are not among `all`: they were renamed or removed. */
export function unknownLongFiles(all: readonly string[]): string[] {
  return LONG.filter((file) => !all.includes(file));
}

function isAlone(file: string): boolean {
  return file.endsWith('.alone.test.ts');
}

/** `src/log` of `src/log/cleaner/cleaner.test.ts`. */
function moduleOf(file: string): string {
  return file.split('/').slice(0, -1).slice(0, 2).join('/');
}

function evenParts(files: readonly string[], most: number): string[][] {
  const count = Math.ceil(files.length / most);
  const size = Math.ceil(files.length / count);
  return Array.from({ length: count }, (_, index) => files.slice(index * size, (index + 1) * size));
}
