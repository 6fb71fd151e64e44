import type { JsonObject } from "@capfence/core";
import { packageVersion } from "../../package-version.ts";

/** The gateway's name and version, as it tells clients and servers. */
export const GATEWAY_INFO: JsonObject = Object.freeze({
  name: "capfence",
  version: packageVersion(),
});
