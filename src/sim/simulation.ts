/**
 * A world on virtual time with a seed: what may happen in more than one order happens in an order drawn from the seed, and
 * the same seed gives the same run. Between any two events all promises settle; no real time passes and no real timer
 * runs. Invariant: nothing here reads the real clock, real chance or the real disk.
 */
import { assert } from '#kernel';
import type { Env } from '#kernel';
import { EventQueue } from './event-queue.ts';
import type { Event } from './event-queue.ts';
import { Machine } from './machine.ts';
import { SeededRandom } from './seeded-random.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { ignoreRejectionsOfTheDead, MachineDied } from './simulated-error.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { Volume } from './volume.ts';

/** 2025-01-01T00:00:00Z. */
const START_MS = 1_735_689_600_000;
/** The longest turn of the loop: what comes in this time may be handled together. */
const MAX_TURN_MS = 0.1;
const DEFAULT_LIMIT_MS = 600_000;
/** So many events without an end are a loop. */
const MAX_EVENTS = 50_000_000;

export function createSimulation(seed: number): Simulation {
  return new Simulation(seed);
}

export interface PlannedEvent {
  readonly delayMs: number;
  readonly isTimer: boolean;
  readonly task: () => void;
}

export class Simulation {
  readonly seed: number;
  readonly network: SimulatedNetwork;
  /** The machine that was there first. */
  readonly machine: Machine;
  readonly #random: SeededRandom;
  readonly #events: EventQueue = new EventQueue();
  #endOfTurn: (() => void)[] = [];
  #elapsedMs = 0;
  #clockOffsetMs = 0;
  #eventCount = 0;

  constructor(seed: number) {
    ignoreRejectionsOfTheDead();
    this.seed = seed;
    this.#random = new SeededRandom(seed);
    this.network = new SimulatedNetwork(this.#random.fork());
    this.machine = this.boot();
  }

  get env(): Env {
    return this.machine.env;
  }

  get disk(): SimulatedDisk {
    return this.machine.disk;
  }

  /** Another machine, on an empty disk unless one is given. */
  boot(volume: Volume = new Volume()): Machine {
    return new Machine(this, volume, this.#random.fork());
  }

  now(): number {
    return Math.floor(START_MS + this.#clockOffsetMs + this.#elapsedMs);
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  /** Wall clocks may jump; timers and monotonic time do not notice. */
  jumpClock(byMs: number): void {
    this.#clockOffsetMs += byMs;
  }

  /** Runs until all that is left are timers that are not due. */
  async settle(): Promise<void> {
    await drainPromises();
    while (this.#events.busyCount > 0 || this.#endOfTurn.length > 0)
      await this.#turn(Number.POSITIVE_INFINITY, () => false);
  }

  /** Lets virtual time pass, with all that happens in it. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#elapsedMs + byMs;
    await drainPromises();
    while (this.#hasEventBy(endMs) || this.#endOfTurn.length > 0) await this.#turn(endMs, () => false);
    this.#elapsedMs = endMs;
  }

  /** Runs until the condition holds; fails when virtual time is up or nothing is left to happen. */
  async until(condition: () => boolean, withinMs: number = DEFAULT_LIMIT_MS): Promise<void> {
    const endMs = this.#elapsedMs + withinMs;
    await drainPromises();
    while (!condition()) {
      const isIdle = this.#events.peek() === undefined && this.#endOfTurn.length === 0;
      if (isIdle) throw new Error(`seed ${this.seed}: nothing is left to happen, and the condition does not hold`);
      if (this.#endOfTurn.length === 0 && !this.#hasEventBy(endMs)) {
        throw new Error(`seed ${this.seed}: the condition does not hold after ${withinMs} ms of virtual time`);
      }
      await this.#turn(endMs, condition);
    }
  }

  /** Drives the first machine's work: `machine.finish`. */
  finish<T>(promise: Promise<T>, withinMs?: number): Promise<T> {
    return this.machine.finish(promise, withinMs);
  }

  /** For parts of the simulation. */
  addEvent(planned: PlannedEvent): Event {
    const { delayMs, isTimer, task } = planned;
    const event: Event = { timeMs: this.#elapsedMs + delayMs, rank: this.#random.number(), task, isTimer };
    this.#events.add(event);
    return event;
  }

  /** For parts of the simulation. */
  atEndOfTurn(task: () => void): void {
    this.#endOfTurn.push(task);
  }

  #hasEventBy(timeMs: number): boolean {
    const next = this.#events.peek();
    return next !== undefined && next.timeMs <= timeMs;
  }

  /** One turn of the loop: some of the events due in it, then what they left for the end of the turn, in order. */
  async #turn(limitMs: number, isOver: () => boolean): Promise<void> {
    const turnEndMs = Math.min(limitMs, this.#elapsedMs + this.#random.number() * MAX_TURN_MS);
    if (this.#endOfTurn.length === 0 || this.#hasEventBy(this.#elapsedMs)) {
      do {
        const event = this.#events.take();
        if (event === undefined) break;
        if (event.timeMs > this.#elapsedMs) this.#elapsedMs = event.timeMs;
        await this.#run(event.task);
        if (isOver()) return;
      } while (this.#hasEventBy(turnEndMs) && this.#random.chance(0.7));
    }
    const tasks = this.#endOfTurn;
    this.#endOfTurn = [];
    for (const [index, task] of tasks.entries()) {
      await this.#run(task);
      if (!isOver()) continue;
      this.#endOfTurn.unshift(...tasks.slice(index + 1));
      return;
    }
  }

  async #run(task: (() => void) | null): Promise<void> {
    assert(this.#eventCount++ < MAX_EVENTS, 'a simulation comes to an end');
    try {
      task?.();
    } catch (error) {
      if (!(error instanceof MachineDied)) throw error;
    }
    await drainPromises();
  }
}

/** Node looks at its tick queue only when no promise job is left, those that promise jobs made included. */
function drainPromises(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
