/** The id and epoch of an idempotent producer without transactions: any broker gives them (KIP-98). */
import { Errors, initProducerIdRequest, initProducerIdResponse } from '#protocol';
import { errorFor } from '../errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { NO_IDENTITY, type ProducerIdentity } from './partition-sequences.ts';

const INIT_PRODUCER_ID = [initProducerIdRequest, initProducerIdResponse] as const;
/** Where there is no transaction there is no time for one. */
const NO_TIMEOUT = 0x7fffffff;
const LAST_STABLE = 5;

export async function requestIdentity(
  cluster: Pick<Cluster, 'leastLoadedNode' | 'send' | 'retry'>,
  timeoutMs: number,
): Promise<ProducerIdentity> {
  const request = {
    ...NO_IDENTITY,
    transactionalId: null,
    transactionTimeoutMs: NO_TIMEOUT,
    enable2Pc: false,
    keepPreparedTxn: false,
  };
  return cluster.retry(
    async () => {
      const nodeId = await cluster.leastLoadedNode();
      const { errorCode, producerId, producerEpoch } = await cluster.send(nodeId, INIT_PRODUCER_ID, request, {
        maxVersion: LAST_STABLE,
      });
      if (errorCode === Errors.NONE.code) return { producerId, producerEpoch };
      const message = `Broker ${nodeId} gave no producer id: ${errorFor(errorCode).message} Without one, set enableIdempotence: false.`;
      throw errorFor(errorCode, message, { nodeId });
    },
    { timeoutMs, describe: 'get a producer id' },
  );
}
