/** The `samsa` command: the one place that reads the command line, the environment and the console. */
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './command-line.ts';

// A broker's garbage is the buffers of requests and answers. A young generation that stays small is collected before
// they are promoted; once they are, only collections of the whole heap would free them, one for each 64 MB of traffic.
setFlagsFromString('--semi-space-growth-factor=1');
process.exitCode = await runCommandLine(process.argv.slice(2));
