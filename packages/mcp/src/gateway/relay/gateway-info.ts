import type { JsonObject } from "@capfence/core";
import { packageVersion } from "../../package-version.ts";

/** The gateway's name and version, as it tells clients and servers. */
export function gatewayInfo(): JsonObject {
  version ??= packageVersion();
  return { name: "capfence", version };
}

let version: string | undefined;
