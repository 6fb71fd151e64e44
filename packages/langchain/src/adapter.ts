/** For adapters that build on this one, as `@capfence/langgraph` does. Users of guarded tools need none of it. */
export { answersOf, approvalInterrupt, isShownAs, shownIn } from "./approval-interrupt.ts";
export { keepsAnswer, type TaskConfig, writesAround } from "./asked-before.ts";
export { contextOf } from "./call-context.ts";
export { guardToolBy } from "./capfence-tool.ts";
