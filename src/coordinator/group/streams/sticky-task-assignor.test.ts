import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type AssignableSubtopology, type AssignorMember, assignTasks } from './sticky-task-assignor.ts';
import { ascending, type TaskAssignment, taskIdsOf, type Tasks } from './tasks.ts';

type CaseTasks = Record<string, number[]>;
type CaseMember = [memberId: string, processId: string, active: CaseTasks, standby: CaseTasks];

interface Case {
  standbys: number;
  subtopologies: [subtopologyId: string, tasks: number, isStateful: boolean][];
  members: CaseMember[];
  assignment: CaseMember[];
}

function readCases(): Case[] {
  const path = join(import.meta.dirname, '../../../../testdata/streams-groups/sticky-task-assignor.jsonl.gz');
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}

function tasksFrom(tasks: CaseTasks): Tasks {
  return new Map(Object.entries(tasks).map(([id, partitions]) => [id, new Set(partitions)]));
}

function caseTasks(tasks: Tasks): CaseTasks {
  return Object.fromEntries(taskIdsOf(tasks).map(({ subtopologyId, partitions }) => [subtopologyId, partitions]));
}

test("the assignor gives what Kafka's gives: who joins, leaves, shares a process, and had what before", () => {
  const cases = readCases();
  for (const { standbys, subtopologies, members, assignment } of cases) {
    const target = assignTasks(
      members.map(([memberId, processId, active, standby]) => ({
        memberId,
        processId,
        active: tasksFrom(active),
        standby: tasksFrom(standby),
      })),
      subtopologies.map(([subtopologyId, numberOfTasks, isStateful]) => ({ subtopologyId, numberOfTasks, isStateful })),
      { numStandbyReplicas: standbys },
    );
    const given = members.map(([memberId, processId]) => {
      const { active, standby } = target.get(memberId)!;
      return [memberId, processId, caseTasks(active), caseTasks(standby)];
    });
    assert.deepEqual(given, assignment);
  }
  assert.equal(cases.length, 600);
});

const COUNT: AssignableSubtopology = { subtopologyId: '1', numberOfTasks: 6, isStateful: true };

function member(memberId: string, processId: string, had?: TaskAssignment): AssignorMember {
  return { memberId, processId, active: had?.active ?? new Map(), standby: had?.standby ?? new Map() };
}

function partitions(tasks: Tasks): number[] {
  return ascending(tasks.get('1') ?? []);
}

test('the standby of a task is never in the process of its active task', () => {
  const members = ['a1', 'a2', 'b1', 'b2'].map((id) => member(id, id[0]!));
  const target = assignTasks(members, [COUNT], { numStandbyReplicas: 1 });
  for (const process of ['a', 'b']) {
    const own = members.filter(({ processId }) => processId === process).map(({ memberId }) => target.get(memberId)!);
    const active = own.flatMap((assignment) => partitions(assignment.active));
    const standby = own.flatMap((assignment) => partitions(assignment.standby));
    assert.deepEqual(ascending([...active, ...standby]), [0, 1, 2, 3, 4, 5]);
  }
});

test('when a process is gone, its active tasks go to where their standbys were', () => {
  const before = assignTasks([member('a', 'a'), member('b', 'b'), member('c', 'c')], [COUNT], {
    numStandbyReplicas: 2,
  });
  const after = assignTasks([member('a', 'a', before.get('a')), member('b', 'b', before.get('b'))], [COUNT], {
    numStandbyReplicas: 1,
  });
  for (const id of ['a', 'b']) {
    const kept = partitions(before.get(id)!.active);
    assert.deepEqual(
      kept.filter((partition) => !partitions(after.get(id)!.active).includes(partition)),
      [],
    );
    assert.equal(partitions(after.get(id)!.active).length, 3);
  }
});

test('where there are fewer processes than standbys were asked for, the rest of them is left out', () => {
  const target = assignTasks([member('a', 'a'), member('b', 'b')], [COUNT], { numStandbyReplicas: 5 });
  for (const id of ['a', 'b']) {
    const { active, standby } = target.get(id)!;
    assert.deepEqual(ascending([...partitions(active), ...partitions(standby)]), [0, 1, 2, 3, 4, 5]);
  }
});
