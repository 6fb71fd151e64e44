/** The gateway between MCP clients and MCP servers; it runs on Node. */
export { childEnvironment } from "./gateway/config/child-environment.ts";
export { DEFAULT_HTTP } from "./gateway/config/default-settings.ts";
export { readHolderFile, storedTokenIn } from "./gateway/config/stored-token.ts";
export { isLoopback } from "./gateway/config/loopback.ts";
export { parseDuration } from "./gateway/config/quantities.ts";
export type {
  ReadSettingsOptions,
  SettingsOverrides,
  SettingsReading,
} from "./gateway/config/read-settings.ts";
export type {
  ApprovalSettings,
  BearerSettings,
  GatewaySettings,
  HttpSettings,
  HttpUpstreamSettings,
  IdentitySettings,
  JwtSettings,
  LimitSettings,
  PinSettings,
  StdioUpstreamSettings,
  StoredToken,
  UpstreamSettings,
} from "./gateway/config/settings.ts";
export { SettingsError } from "./gateway/config/settings-error.ts";
export { listTools, type ListingOptions, type ToolListing } from "./gateway/pins/list-tools.ts";
export { PinFile } from "./gateway/pins/pin-file.ts";
export type { Pinned, PinnedUpstream } from "./gateway/pins/pinned.ts";
export { foldedName, nameFault } from "./gateway/pins/tool-name.ts";
export { ToolCatalogue } from "./gateway/pins/tool-catalogue.ts";
export { type ListedTool, ToolListFault } from "./gateway/pins/tool-page.ts";
export type { Upstream } from "./gateway/upstream/conversation.ts";
export {
  type SettingsPlace,
  type SettingsReader,
  settingsReader,
} from "./gateway/config/settings-reader.ts";
export { reasonOf } from "./gateway/relay/failures.ts";
export { UPSTREAM_NAME } from "./gateway/config/upstream-name.ts";
export { upstreamUrlFault } from "./gateway/config/upstream-url.ts";
export { jsonLog, type LogLevel } from "./gateway/json-log.ts";
export type { GatewayLog } from "./gateway/log.ts";
export { ServerSet } from "./gateway/server-set.ts";
export {
  type GatewayStart,
  type OpenStorage,
  type RunningGateway,
  startGateway,
} from "./gateway/start-gateway.ts";
