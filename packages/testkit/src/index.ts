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
export { describeStorageEngine } from "./storage/describe-storage-engine.ts";
export type { StorageEngineSuite } from "./storage/storage-case.ts";
