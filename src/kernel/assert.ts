/**
 * Assertions that stay on in production. A failed one is a bug in Samsa, never a user's mistake: it throws, nothing
 * catches it, and the process stops before it can write down a wrong state.
 */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new AssertionFailure(claim);
}

export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}
