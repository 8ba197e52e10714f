/** The joins of join-topology.ts in a process of its own, which may be killed. */
import { joins } from './join-topology.ts';
import { runInstance } from './run-instance.ts';

await runInstance(({ applicationId, input, output, stores }) => {
  return joins(applicationId, { inputs: input.split(','), outputs: output.split(','), stores });
});
