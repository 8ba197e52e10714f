/**
 * Which partitions the members of a group have, or have not given up yet, each with the epoch of its member. Of two
 * members that claim one partition the one in the later epoch has it, whatever order their records come in.
 */
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import type { PartitionEpochs } from './partition-epochs.ts';

interface Owner {
  readonly memberId: string;
  readonly epoch: number;
}

export class PartitionOwners {
  readonly #owners = new Map<string, Map<number, Owner>>();

  has(topicId: string, partition: number): boolean {
    return this.#owners.get(topicId)?.has(partition) ?? false;
  }

  add({ memberId, memberEpoch, assigned, pendingRevocation }: ConsumerGroupMember): void {
    const owner = { memberId, epoch: memberEpoch };
    for (const partitions of [assigned, pendingRevocation]) this.#add(partitions, owner);
  }

  remove({ memberId, assigned, pendingRevocation }: ConsumerGroupMember): void {
    for (const partitions of [assigned, pendingRevocation]) {
      for (const [topicId, epochs] of partitions) {
        const owners = this.#owners.get(topicId);
        if (owners === undefined) continue;
        for (const partition of epochs.keys()) {
          if (owners.get(partition)?.memberId === memberId) owners.delete(partition);
        }
        if (owners.size === 0) this.#owners.delete(topicId);
      }
    }
  }

  #add(partitions: PartitionEpochs, owner: Owner): void {
    for (const [topicId, epochs] of partitions) {
      let owners = this.#owners.get(topicId);
      if (owners === undefined) this.#owners.set(topicId, (owners = new Map()));
      for (const partition of epochs.keys()) {
        const present = owners.get(partition);
        if (present === undefined || present.epoch < owner.epoch) owners.set(partition, owner);
      }
    }
  }
}
