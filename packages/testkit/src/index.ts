/** The suites that make an adapter or a storage engine a CapFence one. */
export {
  type AdapterException,
  type AdapterSuite,
  describeAdapter,
} from "./adapter/describe-adapter.ts";
export type {
  AdaptedTool,
  AdapterHarness,
  SuiteTool,
  TransferInput,
  TransferSchema,
} from "./adapter/harness.ts";
export { normaliseRecords } from "./adapter/normalise-records.ts";
export { describeStorageEngine } from "./storage/describe-storage-engine.ts";
export type { StorageEngineSuite } from "./storage/storage-case.ts";
export { describePausing, type PausingSuite } from "./pausing/describe-pausing.ts";
export type {
  PausableRun,
  PausingAgent,
  PausingHarness,
  PausingOptions,
} from "./pausing/harness.ts";
