/** A simulated world with two brokers that behave, for tests of one producer. */
import assert from 'node:assert/strict';
import { createSimulation, type Simulation } from '#sim';
import { ModelLeaders } from './model-leaders.testing.ts';
import { Producer, type ProducerOptions } from './producer.ts';

export interface Stage {
  readonly world: Simulation;
  readonly leaders: ModelLeaders;
  readonly options: ProducerOptions;
  producer(options?: Partial<ProducerOptions>): Producer;
  pause(ms: number): Promise<void>;
  /** Values of a partition, by offset. */
  log(partition?: number): readonly string[];
}

/** Runs in a simulated world with two brokers that behave. */
export function onStage(work: (stage: Stage) => Promise<void>, partitions = 1): Promise<void> {
  const world = createSimulation(1);
  return world.finish(
    (async () => {
      const leaders = await ModelLeaders.start(world.env, { partitions, mishaps: 0, chance: () => 0.9 });
      const options: ProducerOptions = {
        env: world.boot().env,
        bootstrapServers: leaders.bootstrapServers,
        enableMetricsPush: false,
      };
      const producers: Producer[] = [];
      await work({
        world,
        leaders,
        options,
        producer: (more) => {
          const producer = new Producer({ ...options, ...more });
          producers.push(producer);
          return producer;
        },
        pause: (ms) => new Promise((resolve) => void world.env.scheduler.after(ms, resolve)),
        log: (partition = 0) => leaders.partitions[partition]!.log,
      });
      for (const producer of producers) await producer.close({ timeoutMs: 1000 });
      // The brokers hear of it a moment later.
      await new Promise<void>((resolve) => void world.env.scheduler.after(50, resolve));
      for (const broker of leaders.brokers) {
        assert.equal(broker.openConnections, 0, 'no connection is left');
        await broker.stop();
      }
    })(),
  );
}
