/** The door of `kernel/`: the seams to the world, and what every module shares. */
export { asBuffer } from './as-buffer.ts';
export { assert, AssertionFailure } from './assert.ts';
export { hasPassed } from './clock.ts';
export type { Clock } from './clock.ts';
export type { Codec } from './codec.ts';
export { camelCase } from './config-definition.ts';
export type {
  CamelCase,
  ConfigDefinition,
  ConfigDefinitions,
  ConfigImportance,
  ConfigSynonym,
  ConfigUpdateMode,
  ConfigValue,
  ConfigValues,
} from './config-definition.ts';
export type { ConfigHelpOptions, ConfigPageOptions } from './config-reference.ts';
export { CONFIG_TYPE_CODES, ConfigTable, defineConfigs } from './config-table.ts';
export type { ConfigEntry, ConfigProblem, ConfigTypeName, ParsedConfigs, RawConfigs } from './config-table.ts';
export { LONG_MAX } from './config-value.ts';
export type { ParsedConfig } from './config-value.ts';
export { isDiskError } from './disk.ts';
export type { DirectoryEntry, Disk, DiskFile, DiskLock, FileStat, OpenMode } from './disk.ts';
export type { Env } from './env.ts';
export type { HttpAnswer, HttpPlace, HttpRequest, HttpServer, ServeHttp } from './http.ts';
export { isKafkaError, KafkaError } from './kafka-error.ts';
export { keyBytes, keyBytesBetween, knowKey } from './key-bytes.ts';
export { type Linked, LinkedSet } from './linked-set.ts';
export type { LogFields, Logger, LogLevel, LogLevels } from './logger.ts';
export { nearestName } from './nearest-name.ts';
export type {
  Connection,
  ConnectOptions,
  Listener,
  ListenOptions,
  Network,
  TlsListenOptions,
  TlsMaterial,
  TlsOptions,
  TlsServerIdentity,
} from './network.ts';
export { formatProperties, parseProperties } from './properties-file.ts';
export type { Heap } from './heap.ts';
export { MAX_TOPIC_NAME_LENGTH, topicNameProblem } from './topic-name.ts';
export { type Random, uuidBytes, uuidText } from './random.ts';
export { ReusedBuffers } from './reused-buffers.ts';
export type { Scheduler, Timer, TimerOptions } from './scheduler.ts';
export { pause, settlesWithin } from './timing.ts';
export { WakeUp } from './wake-up.ts';
export type { StartWorker, Worker, WorkerExit, WorkerLimits, WorkerOptions, WorkerPort } from './worker.ts';
