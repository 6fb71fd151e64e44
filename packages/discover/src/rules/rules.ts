import type { Rule } from "./rule.ts";
import { SCHEMA_RULES } from "./schema-rules.ts";
import { SERVER_RULES } from "./server-rules.ts";
import { TEXT_RULES } from "./text-rules.ts";

/** Everything that is looked for. */
export const RULES: readonly Rule[] = [...SCHEMA_RULES, ...TEXT_RULES, ...SERVER_RULES];
