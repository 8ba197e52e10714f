/** What clients are told when the log could not take or commit a coordinator's records, as Kafka translates it. */
import { Errors } from '#protocol';

export function coordinatorErrorCode(errorCode: number): number {
  switch (errorCode) {
    case Errors.UNKNOWN_TOPIC_OR_PARTITION.code:
    case Errors.NOT_ENOUGH_REPLICAS.code:
    case Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND.code:
    case Errors.REQUEST_TIMED_OUT.code:
      return Errors.COORDINATOR_NOT_AVAILABLE.code;
    case Errors.NOT_LEADER_OR_FOLLOWER.code:
    case Errors.KAFKA_STORAGE_ERROR.code:
      return Errors.NOT_COORDINATOR.code;
    case Errors.MESSAGE_TOO_LARGE.code:
    case Errors.RECORD_LIST_TOO_LARGE.code:
    case Errors.INVALID_FETCH_SIZE.code:
      return Errors.UNKNOWN_SERVER_ERROR.code;
    default:
      return errorCode;
  }
}

/** As `coordinatorErrorCode`; offsets that do not fit into one batch have an error of their own. */
export function offsetCommitErrorCode(errorCode: number): number {
  switch (errorCode) {
    case Errors.MESSAGE_TOO_LARGE.code:
    case Errors.RECORD_LIST_TOO_LARGE.code:
    case Errors.INVALID_FETCH_SIZE.code:
      return Errors.INVALID_COMMIT_OFFSET_SIZE.code;
    default:
      return coordinatorErrorCode(errorCode);
  }
}
