/**
 * The word count of java/WordCount.java by Samsa's streams: the same topics, stores and bytes, so that instances of both can
 * share a group.
 */
import { runInstance } from './run-instance.ts';
import { wordCount } from './word-count-topology.ts';

await runInstance(({ applicationId, input, output, stores }) => wordCount(applicationId, { input, output, stores }));
