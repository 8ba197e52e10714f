/** The `samsa` command: the one place that reads the command line, the environment and the console. */
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './command-line.ts';

// A broker's garbage is the buffers of requests and answers, beside a heap of some 15 MB that hardly changes. V8 counts
// them against the room that heap has before it is marked anew: a third of all processor time, by default. A young
// generation that stays small frees them sooner, and more room lets the old one be looked at every 75 MB instead.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=500');
process.exitCode = await runCommandLine(process.argv.slice(2));
