import type { AdapterCase } from "./adapter-case.ts";
import { approvalCases } from "./cases/approvals.ts";
import { blockingCases } from "./cases/blocking.ts";
import { frameworkCases } from "./cases/framework.ts";
import { inputCases } from "./cases/input.ts";
import { recordingCases } from "./cases/recording.ts";

/** Every sentence that holds of every adapter. */
export const adapterCases: readonly AdapterCase[] = [
  ...blockingCases,
  ...approvalCases,
  ...recordingCases,
  ...inputCases,
  ...frameworkCases,
];
