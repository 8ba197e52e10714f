/** The door of `kafkajs/`: its names as they are, and all of them as the default, as `import kafkajs from 'kafkajs'` has it. */
export * from './api.ts';
export * as default from './api.ts';
