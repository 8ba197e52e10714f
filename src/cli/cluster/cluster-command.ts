/** The words of `samsa cluster`. */
import type { Command } from 'commander';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

export function addCluster(program: Command, surroundings: Surroundings): void {
  const cluster = program.command('cluster').summary('the brokers').description('The brokers of a cluster.');
  const describe = cluster
    .command('describe')
    .summary('print the brokers, the controller and the features')
    .description('Prints the id of the cluster, its brokers and controller, and the features that it has settled on.');
  addConnectionOptions(addJsonOption(describe))
    .addHelpText('after', '\nExample:\n  samsa cluster describe --bootstrap broker1:9092,broker2:9092')
    .action(async (options: ListOptions) => {
      const { describeCluster } = await import('./describe-cluster.ts');
      await describeCluster(surroundings, options);
    });
}
