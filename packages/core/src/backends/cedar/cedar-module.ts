/** The functions of `@cedar-policy/cedar-wasm` that are used, whichever of its entries they come from. */
export type CedarModule = Pick<
  typeof import("@cedar-policy/cedar-wasm/nodejs"),
  | "policySetTextToParts"
  | "policyToJson"
  | "preparsePolicySet"
  | "preparseSchema"
  | "statefulIsAuthorized"
>;
