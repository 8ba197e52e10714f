import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Env } from '#kernel';
import { Errors, recordBatch } from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { MemoryLog } from '../runtime/memory-log.testing.ts';
import type { StateWrite } from './persister.ts';
import { ShareCoordinator, type ShareCoordinatorSettings } from './share-coordinator.ts';
import { parseSharePartitionKey, type SharePartitionKey } from './share-partition-key.ts';
import { DeliveryState } from './state-batches.ts';

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';
const KEY: SharePartitionKey = { groupId: 'group', topicId: TOPIC_ID, partition: 0 };
const SETTINGS: ShareCoordinatorSettings = {
  updatesPerSnapshot: 3,
  writeTimeoutMs: 5000,
  pruneIntervalMs: 60_000,
  coldPartitionSnapshotIntervalMs: 300_000,
};

class StateLog extends MemoryLog {
  deletedBelow = 0;

  deleteBefore(offset: number): Promise<void> {
    this.deletedBelow = offset;
    this.batches = this.batches.filter((batch) => recordBatch.nextOffset(batch, 0) > offset);
    return Promise.resolve();
  }
}

class World {
  readonly simulation: Simulation = createSimulation(7);
  readonly env: Env = this.simulation.machine.env;
  log: StateLog = new StateLog(this.env);
  coordinator: ShareCoordinator = this.#create();

  async open(): Promise<this> {
    await this.run(this.coordinator.load(0, this.log));
    return this;
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.simulation.machine.finish(work, 100 * SETTINGS.coldPartitionSnapshotIntervalMs);
  }

  /** Lets virtual time go by. */
  pass(milliseconds: number): Promise<void> {
    return this.run(new Promise((resolve) => this.env.scheduler.after(milliseconds, resolve)));
  }

  async restart(): Promise<void> {
    this.coordinator.close();
    this.log = new StateLog(this.env, this.log.batches);
    this.coordinator = this.#create();
    await this.open();
  }

  write(write: Partial<StateWrite>, key: SharePartitionKey = KEY): ReturnType<ShareCoordinator['write']> {
    const whole = {
      stateEpoch: 0,
      leaderEpoch: 0,
      startOffset: -1,
      deliveryCompleteCount: -1,
      stateBatches: [],
      ...write,
    };
    return this.run(this.coordinator.write(key, whole));
  }

  #create(): ShareCoordinator {
    const partitionExists = (topicId: string, partition: number): boolean => topicId === TOPIC_ID && partition < 10;
    return new ShareCoordinator(this.env, { partitions: 1, settings: SETTINGS, partitionExists });
  }
}

async function initialized(startOffset = 0): Promise<World> {
  const world = await new World().open();
  const { errorCode } = await world.run(world.coordinator.initialize(KEY, { stateEpoch: 0, startOffset }));
  assert.equal(errorCode, Errors.NONE.code);
  return world;
}

function range(
  firstOffset: number,
  lastOffset: number,
  deliveryState: number,
  deliveryCount = 1,
): StateWrite['stateBatches'][number] {
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

describe('the share coordinator', () => {
  it('gives back what was written, also after a restart', async () => {
    const world = await initialized();
    for (let offset = 0; offset < 20; offset++) {
      await world.write({
        stateBatches: [range(offset, offset, DeliveryState.ACKNOWLEDGED)],
        startOffset: offset >> 1,
      });
    }
    const before = await world.run(world.coordinator.read(KEY, 0));
    assert.deepEqual(before.stateBatches, [range(9, 19, DeliveryState.ACKNOWLEDGED)]);
    assert.equal(before.startOffset, 9);
    await world.restart();
    assert.deepEqual(await world.run(world.coordinator.read(KEY, 0)), before);
  });

  it('refuses to read or write what was never initialized', async () => {
    const world = await new World().open();
    assert.equal((await world.write({})).errorCode, Errors.INVALID_REQUEST.code);
    assert.equal((await world.run(world.coordinator.read(KEY, 0))).errorCode, Errors.INVALID_REQUEST.code);
    const summary = await world.run(world.coordinator.readSummary(KEY, 0));
    assert.deepEqual([summary.errorCode, summary.startOffset], [Errors.NONE.code, -1]);
  });

  it('fences a former leader once a newer one has read', async () => {
    const world = await initialized();
    assert.equal((await world.run(world.coordinator.read(KEY, 5))).errorCode, Errors.NONE.code);
    assert.equal((await world.write({ leaderEpoch: 4 })).errorCode, Errors.FENCED_LEADER_EPOCH.code);
    await world.restart();
    assert.equal((await world.write({ leaderEpoch: 4 })).errorCode, Errors.FENCED_LEADER_EPOCH.code);
    assert.equal((await world.write({ leaderEpoch: 5 })).errorCode, Errors.NONE.code);
  });

  it('fences writers of a former life of the offsets', async () => {
    const world = await initialized();
    await world.write({ stateBatches: [range(0, 4, DeliveryState.ACKNOWLEDGED)] });
    await world.run(world.coordinator.initialize(KEY, { stateEpoch: 1, startOffset: 100 }));
    assert.equal((await world.write({ stateEpoch: 0 })).errorCode, Errors.FENCED_STATE_EPOCH.code);
    const again = await world.run(world.coordinator.initialize(KEY, { stateEpoch: 0, startOffset: 7 }));
    assert.equal(again.errorCode, Errors.FENCED_STATE_EPOCH.code);
    const state = await world.run(world.coordinator.read(KEY, 0));
    assert.deepEqual([state.startOffset, state.stateBatches], [100, []]);
  });

  it('knows nothing of partitions that do not exist', async () => {
    const world = await new World().open();
    const key = { ...KEY, partition: 10 };
    const { errorCode } = await world.run(world.coordinator.initialize(key, { stateEpoch: 0, startOffset: 0 }));
    assert.equal(errorCode, Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    const negative = await world.run(world.coordinator.delete({ ...KEY, partition: -1 }));
    assert.equal(negative.errorCode, Errors.INVALID_REQUEST.code);
  });

  it('forgets a deleted state and those of deleted topics', async () => {
    const world = await initialized();
    await world.run(world.coordinator.delete(KEY));
    assert.equal((await world.write({})).errorCode, Errors.INVALID_REQUEST.code);
    await world.run(world.coordinator.initialize(KEY, { stateEpoch: 0, startOffset: 0 }));
    await world.run(world.coordinator.onTopicsDeleted([TOPIC_ID]));
    await world.restart();
    assert.equal(world.coordinator.shards()[0]!.states.size, 0);
  });

  it('deletes the part of its log that later snapshots made redundant', async () => {
    const world = await initialized();
    for (let i = 0; i < 10; i++) await world.write({ startOffset: i });
    await world.pass(SETTINGS.pruneIntervalMs + 1);
    assert.ok(world.log.deletedBelow >= 8, `deleted below ${world.log.deletedBelow}`);
    await world.restart();
    assert.equal((await world.run(world.coordinator.read(KEY, 0))).startOffset, 9);
  });

  it('writes an idle partition anew, so that it does not hold the log back', async () => {
    const world = await initialized();
    const idle = { ...KEY, partition: 1 };
    await world.run(world.coordinator.initialize(idle, { stateEpoch: 0, startOffset: 42 }));
    for (let i = 0; i < 10; i++) await world.write({ startOffset: i });
    await world.pass(3 * SETTINGS.coldPartitionSnapshotIntervalMs);
    assert.ok(world.log.deletedBelow > 2, `deleted below ${world.log.deletedBelow}`);
    const end = world.log.logEndOffset;
    await world.pass(5 * SETTINGS.coldPartitionSnapshotIntervalMs);
    assert.equal(world.log.logEndOffset, end, 'and then leaves the log alone');
    await world.restart();
    assert.equal((await world.run(world.coordinator.read(idle, 0))).startOffset, 42);
  });

  it('refuses state batches that are no ranges', async () => {
    const world = await initialized();
    const { errorCode } = await world.write({ stateBatches: [range(5, 4, DeliveryState.ARCHIVED)] });
    assert.equal(errorCode, Errors.INVALID_REQUEST.code);
  });

  it('reads a key from its end, as the name of a group may hold colons', () => {
    const key = parseSharePartitionKey(`a:b:${TOPIC_ID}:3`);
    assert.deepEqual(key, { groupId: 'a:b', topicId: TOPIC_ID, partition: 3 });
    for (const text of ['', 'group', `${TOPIC_ID}:3`, `g:${TOPIC_ID}:-1`, 'g:short:0']) {
      assert.equal(parseSharePartitionKey(text), null, text);
    }
  });
});
