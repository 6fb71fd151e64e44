import { codeExecution } from "./code-execution.ts";
import { doubtfulReader } from "./doubtful-reader.ts";
import { externalContent } from "./external-content.ts";
import { freePath } from "./free-path.ts";
import { freeRecipient } from "./free-recipient.ts";
import { moneyWithoutMaximum } from "./money-without-maximum.ts";
import { openArguments } from "./open-arguments.ts";
import { rawQuery } from "./raw-query.ts";
import type { ToolRule } from "./rule.ts";
import { secretParameter } from "./secret-parameter.ts";
import { secretResult } from "./secret-result.ts";
import { unboundedBatch } from "./unbounded-batch.ts";
import { unboundedString } from "./unbounded-string.ts";
import { unconstrainedUrl } from "./unconstrained-url.ts";
import { undeclaredWriter } from "./undeclared-writer.ts";

/** The rules on what a tool may do, and on what its arguments may be. */
export const SCHEMA_RULES: readonly ToolRule[] = [
  codeExecution,
  doubtfulReader,
  externalContent,
  freePath,
  freeRecipient,
  moneyWithoutMaximum,
  openArguments,
  rawQuery,
  secretParameter,
  secretResult,
  unboundedBatch,
  unboundedString,
  unconstrainedUrl,
  undeclaredWriter,
];
