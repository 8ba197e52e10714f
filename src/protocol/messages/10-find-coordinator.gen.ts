// generated from 10-find-coordinator.schema by tools/codegen: change that and run `npm run generate`

export interface FindCoordinatorRequest {
  /** v0-3 */
  key: string;
  /** v1+ */
  keyType: number;
  /** v4+ */
  coordinatorKeys: string[];
}

export interface FindCoordinatorResponse {
  /** v1+ */
  throttleTimeMs: number;
  /** v0-3 */
  errorCode: number;
  /** v1-3 */
  errorMessage: string | null;
  /** v0-3 */
  nodeId: number;
  /** v0-3 */
  host: string;
  /** v0-3 */
  port: number;
  /** v4+ */
  coordinators: FindCoordinatorResponseCoordinator[];
}

export interface FindCoordinatorResponseCoordinator {
  key: string;
  nodeId: number;
  host: string;
  port: number;
  errorCode: number;
  errorMessage: string | null;
}
