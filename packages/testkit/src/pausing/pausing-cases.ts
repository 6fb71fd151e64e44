import { noCases } from "./cases/no.ts";
import { pauseCases } from "./cases/pauses.ts";
import { yesCases } from "./cases/yes.ts";
import type { PausingCase } from "./pausing-case.ts";

/** Every sentence that holds of every adapter that pauses. */
export const pausingCases: readonly PausingCase[] = [...pauseCases, ...yesCases, ...noCases];
