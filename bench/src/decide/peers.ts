import type { EngineName } from "./match.ts";
import type { Pair } from "./report.ts";

/** Peers that take microseconds and more, and what people should know of how they were asked. */
export const PEERS: readonly (readonly [engine: EngineName, name: string])[] = [
  ["casbin", "casbin"],
  ["cedar", "cedar-wasm, policies parsed before"],
  ["slicedCedar", "cedar-wasm, the host picking the policies of a resource"],
  ["governanceToolkit", "@microsoft/agent-governance-sdk, texts searched by the host"],
  ["opa", "opa-wasm, rules as data by resource"],
];

/** How many rules those peers are measured with. */
export const PEER_SIZES = ["4", "100", "1000"] as const;

/** CapFence beside one of them, at each size. */
export interface PeerRow {
  readonly engine: EngineName;
  readonly name: string;
  readonly pairs: readonly Pair[];
}
