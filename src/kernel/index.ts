/** The door of `kernel/`: the seams to the world, and what every module shares. */
export { assert, AssertionFailure } from './assert.ts';
export type { Clock } from './clock.ts';
export type { Codec } from './codec.ts';
export { isDiskError } from './disk.ts';
export type { DirectoryEntry, Disk, DiskFile, DiskLock, FileStat, OpenMode } from './disk.ts';
export type { Env } from './env.ts';
export { isKafkaError, KafkaError } from './kafka-error.ts';
export type { LogFields, Logger, LogLevel } from './logger.ts';
export type { Connection, ConnectOptions, Listener, ListenOptions, Network } from './network.ts';
export type { Random } from './random.ts';
export type { Scheduler, Timer } from './scheduler.ts';
