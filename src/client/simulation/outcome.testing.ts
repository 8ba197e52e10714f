/** How much happened in a world, by name: a run in which too little did proves little. */
export type Outcome = Readonly<Record<string, number>>;

export function addOutcomes(left: Outcome, right: Outcome): Outcome {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...names].map((name) => [name, (left[name] ?? 0) + (right[name] ?? 0)]));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
