/**
 * What a comparison of two schemas found, at paths below the place where they stand. Lists are bounded: a schema that
 * refers to a changed one from everywhere would otherwise have as many differences as there are ways to it.
 *
 * Invariant: whether all differences are compatible counts those that are left out too, and where there is an
 * incompatible one, one is listed.
 */
import type { JsonDifferenceType } from './difference-types.ts';
import { isCompatibleDifference } from './difference-types.ts';

export type Policy = 'STRICT' | 'LENIENT';

export interface Finding {
  readonly type: JsonDifferenceType;
  /** Below the schemas that are compared: empty, or `/properties/name`, … */
  readonly path: string;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly isCompatible: boolean;
}

const MAX_FINDINGS = 500;

/** `all` differences are looked for, or, for the `verdict` alone, the first incompatible one. */
export type Extent = 'all' | 'verdict';

export class Findings implements Outcome {
  readonly findings: Finding[] = [];
  readonly #policy: Policy;
  readonly #extent: Extent;
  #isCompatible = true;

  constructor(policy: Policy, extent: Extent) {
    this.#policy = policy;
    this.#extent = extent;
  }

  /** Whether nothing that is found from here on would matter. */
  get isDone(): boolean {
    return !this.#isCompatible && this.#extent === 'verdict';
  }

  get isCompatible(): boolean {
    return this.#isCompatible;
  }

  add(type: JsonDifferenceType, path: string = ''): void {
    const isCompatible = isCompatibleDifference(type, this.#policy);
    this.#list({ type, path }, isCompatible);
    this.#isCompatible &&= isCompatible;
  }

  /** Takes over what was found at `path` below. */
  addAll(path: string, { findings, isCompatible }: Outcome): void {
    for (const finding of findings) {
      const { type } = finding;
      this.#list({ type, path: `${path}${finding.path}` }, isCompatibleDifference(type, this.#policy));
    }
    this.#isCompatible &&= isCompatible;
  }

  #list(finding: Finding, isCompatible: boolean): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
    else if (!isCompatible && this.#isCompatible) this.findings[MAX_FINDINGS - 1] = finding;
  }
}
