/** The revisions of MCP that open with a handshake and keep sessions, newest first. */
export const LEGACY_VERSIONS = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;

/** The revisions of MCP in which every request says for itself what it speaks. */
export const MODERN_VERSIONS = ["2026-07-28"] as const;

/** Which of the two a conversation is in. */
export type Era = "legacy" | "modern";

/** The members of `_meta` that a request of the modern era carries. */
export const ENVELOPE = {
  protocolVersion: "io.modelcontextprotocol/protocolVersion",
  clientCapabilities: "io.modelcontextprotocol/clientCapabilities",
  clientInfo: "io.modelcontextprotocol/clientInfo",
  subscriptionId: "io.modelcontextprotocol/subscriptionId",
} as const;
