/** CapFence as middleware of LangChain's `createAgent`. */
export { capFenceMiddleware, type CapFenceMiddlewareOptions } from "./capfence-middleware.ts";
export { capFenceInterruptOn } from "./interrupt-on.ts";
