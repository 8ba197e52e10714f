/** The `samsa` command: the one place that reads the command line, the environment and the console. */
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
