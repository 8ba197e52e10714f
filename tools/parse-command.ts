/** How the commands of this repository read what they are given. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * As Node's `parseArgs`. Asked for help it prints the usage and ends the process, and so it does, with the reason and exit
 * code 2, where there is an option that the command does not have.
 */
export function parseCommand<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return endWithUsage(error instanceof Error ? error.message : String(error), usage);
  }
}

/** The command cannot run as it was called. */
export function endWithUsage(problem: string, usage: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}
