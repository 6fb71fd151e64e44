import type { ActionRuntime } from "@capfence/core";
import { createRequestStateCodec, type McpServer } from "@modelcontextprotocol/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { paymentsRuntime } from "../../test/in-process/payments.ts";
import { denialIn } from "../../test/in-process/results.ts";
import { asking, bank as bankOf, post, said } from "../../test/in-process/rounds.ts";
import { guardMcpServer } from "./guard-server.ts";
import type { McpServerGuardOptions } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;
let options: McpServerGuardOptions;

const approver = () => ({ by: "carol" });

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onApproval: "pause", approver };
});

const bank = (): McpServer => bankOf(paid);
const guarded = (): McpServer => guardMcpServer(bank(), options);

describe("a guarded server that asks in rounds", () => {
  it("asks again for an answer without its state, or with one that it has not sealed", async () => {
    const { result } = await post(guarded, asking);
    const state = result?.requestState ?? "";
    const [text = ""] = state.split(".");
    for (const requestState of [
      undefined,
      "",
      "v1.e30.AAAA",
      text,
      `${text}.AAAA`,
      `${text}.${"A".repeat(43)}`,
      `${state}x.y`,
    ]) {
      const answer = await post(guarded, { ...asking, ...said, requestState });
      expect(answer.result?.resultType).toBe("input_required");
    }
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("asks again for another call than the one that was paused, even if that one waits as well", async () => {
    const other = { arguments: { amount: 60 } };
    await post(guarded, other);
    const { result } = await post(guarded, asking);
    const answer = await post(guarded, { ...other, ...said, requestState: result?.requestState });
    expect(answer.result?.resultType).toBe("input_required");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("does not take a no to one call for a no to another", async () => {
    const other = { arguments: { amount: 60 } };
    await post(guarded, other);
    const { result } = await post(guarded, asking);
    const inputResponses = { capfence: { action: "decline" } };
    const { requestState } = result ?? {};
    const answer = await post(guarded, { ...other, inputResponses, requestState });
    expect(answer.result?.resultType).toBe("input_required");
    expect(await runtime.approvals.pending()).toHaveLength(2);
  });

  it("does not take a yes for another request for the same call", async () => {
    const { result } = await post(guarded, asking);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.cancel(request?.id ?? "", { by: "agent" });
    await post(guarded, asking);
    const answer = await post(guarded, { ...asking, ...said, requestState: result?.requestState });
    expect(answer.result?.resultType).not.toBe("complete");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it.each([
    ["another actor", { agentId: "other" }],
    ["another session", { sessionId: "session-2" }],
    ["another place", { environment: "production" }],
  ])("takes no state of one server for a call on another one, of %s", async (_, changed) => {
    const requestState = createRequestStateCodec({ key: new Uint8Array(32) });
    const serve = (more: object) => () =>
      guardMcpServer(bank(), { ...options, requestState, ...more });
    const { result } = await post(serve({}), asking);
    const theirs = serve(changed);
    await post(theirs, asking);
    const answer = await post(theirs, { ...asking, ...said, requestState: result?.requestState });
    expect(answer.result?.resultType).toBe("input_required");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.pending()).toHaveLength(2);
  });

  it("takes no state of a server for a call on one of another runtime, with the same key", async () => {
    const requestState = createRequestStateCodec({ key: new Uint8Array(32) });
    const { result } = await post(
      () => guardMcpServer(bank(), { ...options, requestState }),
      asking,
    );
    const theirs = paymentsRuntime();
    const make = () => guardMcpServer(bank(), { ...options, runtime: theirs, requestState });
    await post(make, asking);
    const answer = await post(make, { ...asking, ...said, requestState: result?.requestState });
    expect(answer.result?.resultType).toBe("input_required");
    expect(paid).toEqual([]);
  });

  it("pays once for one yes that comes twice at once, and for two yes to one question", async () => {
    const [one, two] = await Promise.all([post(guarded, asking), post(guarded, asking)]);
    const states = [one, two, one].map(({ result }) => result?.requestState);
    await Promise.all(
      states.map((requestState) => post(guarded, { ...asking, ...said, requestState })),
    );
    expect(paid).toHaveLength(1);
  });

  it("keeps an approval for the next time where the first could not be recorded, and pays once", async () => {
    const { result } = await post(guarded, asking);
    const again = { ...asking, ...said, requestState: result?.requestState };
    const failing = vi
      .spyOn(runtime, "execute")
      .mockRejectedValueOnce(new Error("the disk is full"));
    expect((await post(guarded, again)).error).toBeDefined();
    expect(failing).toHaveBeenCalled();
    expect(paid).toEqual([]);
    await Promise.all([post(guarded, again), post(guarded, again)]);
    expect(paid).toHaveLength(1);
  });

  it("lets a no come after a yes that could not be recorded", async () => {
    const { result } = await post(guarded, asking);
    const { requestState } = result ?? {};
    vi.spyOn(runtime, "execute").mockRejectedValueOnce(new Error("the disk is full"));
    await post(guarded, { ...asking, ...said, requestState });
    const no = { inputResponses: { capfence: { action: "decline" } } };
    expect(
      denialIn((await post(guarded, { ...asking, ...no, requestState })).result),
    ).toBeDefined();
    await post(guarded, { ...asking, ...said, requestState });
    expect(paid).toEqual([]);
  });

  it("runs an approved call once, however often the answer comes", async () => {
    const { result } = await post(guarded, asking);
    const again = { ...asking, ...said, requestState: result?.requestState };
    await post(guarded, again);
    expect((await post(guarded, again)).result?.resultType).toBe("input_required");
    expect(paid).toHaveLength(1);
  });
});
