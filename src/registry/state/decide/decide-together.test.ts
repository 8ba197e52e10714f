import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMetadata } from '../entity-shapes.ts';
import { listSchemas } from '../reads/listings.ts';
import { NOW, register, TestRegistry, type Registered } from '../state.testing.ts';
import type { RegistryCommand } from '../../registry-types.ts';
import { decideTogether, type BatchDecision } from './decide-together.ts';

function together(registry: TestRegistry, commands: readonly RegistryCommand[]): BatchDecision {
  return decideTogether(registry.state, commands, { now: NOW, schemas: registry.schemas });
}

/** Batch after batch, as a registry does; the answers by the places of the commands, and the order of decisions. */
function executeAll(
  registry: TestRegistry,
  commands: readonly RegistryCommand[],
): { answers: unknown[]; order: number[] } {
  const answers: unknown[] = [];
  const order: number[] = [];
  let waiting = commands.map((command, place) => ({ command, place }));
  while (waiting.length > 0) {
    const { records, outcomes } = together(
      registry,
      waiting.map(({ command }) => command),
    );
    for (const record of records) registry.write(record);
    for (const [at, outcome] of outcomes) {
      const { place } = waiting[at]!;
      order.push(place);
      answers[place] = 'error' in outcome ? String(outcome.error) : outcome.answer;
    }
    assert.ok(outcomes.has(0), 'the first is always decided');
    waiting = waiting.filter((_, at) => !outcomes.has(at));
  }
  return { answers, order };
}

function idOf(batch: BatchDecision, place: number): number | undefined {
  const outcome = batch.outcomes.get(place);
  return outcome !== undefined && 'answer' in outcome ? (outcome.answer as Registered).id : undefined;
}

test('schemas that are registered together get an id each, and the same one the same', () => {
  const registry = new TestRegistry();
  const batch = together(registry, [
    register('a', 'A: x'),
    register('b', 'B: x'),
    register('c', 'A: x'),
    register(':.x:a', 'C: x'),
  ]);
  assert.deepEqual(
    [0, 1, 2, 3].map((place) => idOf(batch, place)),
    [1, 2, 1, 1],
  );
});

test('one subject twice, and what refers to a subject of the batch, waits for the next batch', () => {
  const registry = new TestRegistry();
  registry.register('r', 'R: x');
  const references = [{ name: 'R', subject: 'r', version: -1 }];
  const commands = [
    register('r', 'R: x y?'),
    register('r', 'R: x z?'),
    register('o', 'O: @R', { references }),
    register('p', 'P: x'),
  ];
  assert.deepEqual([...together(registry, commands).outcomes.keys()], [0, 3]);
  assert.deepEqual([...together(registry, [commands[2]!, commands[0]!]).outcomes.keys()], [0]);
});

test('a deletion or a change of a mode is decided alone, and nothing overtakes it', () => {
  const registry = new TestRegistry();
  const mode: RegistryCommand = { type: 'putMode', subject: null, mode: 'READONLY', force: false };
  const commands = [register('a', 'A: x'), mode, register('b', 'B: x')];
  assert.deepEqual([...together(registry, commands).outcomes.keys()], [0]);
  assert.deepEqual([...together(registry, commands.slice(1)).outcomes.keys()], [0]);
});

test('one that is refused does not keep the others from being registered', () => {
  const registry = new TestRegistry();
  const { records, outcomes } = together(registry, [register('a', 'no colon'), register('b', 'B: x')]);
  assert.deepEqual(
    [...outcomes.values()].map((outcome) => 'error' in outcome),
    [true, false],
  );
  assert.equal(records.length, 1);
});

test('a batch ends before its records are too many bytes; one that is larger goes alone', () => {
  const registry = new TestRegistry();
  const large = (name: string): RegistryCommand => register(name, `${name}: ${'x'.repeat(200_000)}`);
  assert.equal(together(registry, [large('a'), large('b')]).outcomes.size, 1);
  const huge = register('h', `H: ${'x'.repeat(1_000_000)}`);
  assert.equal(together(registry, [huge, large('a')]).outcomes.size, 1);
  const many = Array.from({ length: 500 }, (_, index) => register(`s${index}`, `S${index}: x`));
  assert.ok(together(registry, many).outcomes.size <= 100);
});

test('what is decided together is what one after the other would have come to', () => {
  const reference = fc.record({
    name: fc.constantFrom('R', 'Q'),
    subject: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom(-1, 1, 2),
  });
  const registration = fc
    .record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', ':.x:a', ':.:b'),
      fields: fc.uniqueArray(fc.constantFrom('u?', 'v?', 'w?'), { maxLength: 2 }),
      references: fc.uniqueArray(reference, { maxLength: 1 }),
      owner: fc.constantFrom(null, 'x'),
    })
    .map(({ name, fields, references, owner }): RegistryCommand => {
      const text = `S: ${[...fields, ...references.map((one) => `@${one.name}`)].join(' ')}`;
      return register(name, text, {
        references,
        metadata: owner === null ? null : readMetadata({ properties: { owner } }),
      });
    });
  const command = fc.oneof(
    { weight: 8, arbitrary: registration },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('deleteVersion' as const),
        subject: fc.constantFrom('a', 'b'),
        version: fc.constantFrom(-1, 1),
        permanent: fc.constant(false),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      const batched = new TestRegistry();
      const { answers, order } = executeAll(batched, commands);
      const oneByOne = new TestRegistry();
      for (const place of order) {
        let answer: unknown;
        try {
          answer = oneByOne.execute(commands[place]!);
        } catch (error) {
          answer = String(error);
        }
        assert.deepEqual(answers[place], answer);
      }
      const bare = (registry: TestRegistry): unknown =>
        listSchemas(registry, { deleted: true }).map((schema) => ({ ...(schema as object), ts: 0 }));
      assert.deepEqual(bare(batched), bare(oneByOne));
      assert.deepEqual(batched.problems, []);
    }),
    { numRuns: 200 },
  );
});
