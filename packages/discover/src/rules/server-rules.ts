import { hiddenInstructions } from "./hidden-text.ts";
import { plainHttp } from "./plain-http.ts";
import { poisonedInstructions } from "./poisoned-text.ts";
import type { ServerRule } from "./rule.ts";
import { secretInConfiguration } from "./secret-in-configuration.ts";
import { sharedServerName } from "./shared-server-name.ts";
import { unusableTool } from "./unusable-tool.ts";

/** The rules on servers as a whole. */
export const SERVER_RULES: readonly ServerRule[] = [
  hiddenInstructions,
  poisonedInstructions,
  sharedServerName,
  secretInConfiguration,
  plainHttp,
  unusableTool,
];
