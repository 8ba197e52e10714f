/**
 * The module of an application that runs in workers: its default export is the topology, its export `options` the options
 * that are code. Each worker loads it for itself, since neither functions nor serdes go from one isolate to another.
 */
import { errorFor } from '#client';
import type { StreamsOptions } from '../application/streams-options.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { mergedOptions } from './handed-options.ts';

export interface TopologyModule {
  /** Of its topology; built anew for whoever loads it. */
  readonly plan: TopologyPlan;
  /** As it exports them; none where it exports none. */
  readonly options: StreamsOptions;
}

/** What it takes to be a topology, whichever copy of the package made it. */
interface Buildable {
  readonly applicationId: string;
  build(): TopologyPlan;
}

/** `module`: an absolute URL. Rejects with INVALID_CONFIG where it cannot be loaded, or exports something else. */
export async function loadTopology(module: string): Promise<TopologyModule> {
  const exported = await load(module);
  const { default: topology, options = {} } = exported;
  if (!isBuildable(topology)) {
    throw errorFor(
      'INVALID_CONFIG',
      `The module ${module} must have a Topology as its default export: export default topology`,
    );
  }
  if (typeof options !== 'object' || options === null) {
    throw errorFor('INVALID_CONFIG', `The export options of ${module} must be an object of streams options`);
  }
  if ('env' in options) throw noEnv();
  return { plan: topology.build(), options };
}

/** What an application goes by: what the module exports, and what was given outside, which counts where both say something. */
export function optionsWith({ options }: TopologyModule, given: StreamsOptions): StreamsOptions {
  return mergedOptions(options, given);
}

export function noEnv(): Error {
  return errorFor(
    'INVALID_CONFIG',
    'env cannot be given to workers, which run in the real world: leave it out, or use topology.start',
  );
}

async function load(module: string): Promise<Readonly<Record<string, unknown>>> {
  if (!URL.canParse(module)) {
    const example = "new URL('./topology.ts', import.meta.url)";
    throw errorFor('INVALID_CONFIG', `${module} is no URL of a module: give one as ${example}`);
  }
  try {
    return (await import(module)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errorFor('INVALID_CONFIG', `The module ${module} cannot be loaded: ${reason}`, { cause: error });
  }
}

function isBuildable(value: unknown): value is Buildable {
  if (typeof value !== 'object' || value === null) return false;
  return 'build' in value && typeof value.build === 'function' && 'applicationId' in value;
}
