import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  newFolder,
  removeFolder,
  served,
  type Serving,
  wrapped,
} from "../real-servers/behind-capfence.ts";
import { type Agent, agent1, agent2, type Gate } from "./agent.ts";
import { DESK, DESK_POLICY, deskUpstream, notes, notingIn, SHOWN } from "./desk.ts";

const CLIENTS: Readonly<Record<string, readonly [Agent["era"], (gate: Gate) => Promise<Agent>]>> = {
  "version 1": ["legacy", agent1],
  "version 2, legacy": ["legacy", (gate) => agent2(gate, "legacy")],
  "version 2, auto": ["modern", (gate) => agent2(gate, "auto")],
  "version 2, pinned to 2026-07-28": ["modern", (gate) => agent2(gate, { pin: "2026-07-28" })],
};

const GATES: Readonly<Record<string, (folder: string) => Promise<Gate & Partial<Serving>>>> = {
  "wrap over stdio": async (folder) => ({
    command: wrapped(DESK, DESK_POLICY, folder),
    env: notingIn(folder),
  }),
  "serve over HTTP": (folder) => served(deskUpstream(folder), DESK_POLICY, folder),
};

describe.each(Object.entries(GATES))("behind capfence mcp %s", (_gate, open) => {
  let folder: string;
  let gate: Gate & Partial<Serving>;

  beforeAll(async () => {
    folder = newFolder();
    gate = await open(folder);
  });
  afterAll(async () => {
    await gate.stop?.();
    removeFolder(folder);
  });

  describe.each(Object.entries(CLIENTS))("a client of %s", (_client, [era, connect]) => {
    let agent: Agent;

    beforeAll(async () => {
      agent = await connect(gate);
    });
    afterAll(() => agent.close());

    it("sees and calls what the policy allows, and nothing else", async () => {
      expect(agent.era).toBe(era);
      const before = notes(folder);
      expect(await agent.tools()).toEqual(SHOWN);
      expect(await agent.call("secret")).toContain("Unknown tool");
      expect(await agent.call("nothing")).toContain("Unknown tool");
      expect(await agent.call("pay", { amount: 500 })).toBe(
        "Denied by policy (policy_deny): nobody pays that much. Nothing was run. Do not retry it unchanged.",
      );
      expect(notes(folder)).toEqual(before);
      expect(await agent.call("pay", { amount: 5 })).toBe("paid 5");
      expect(notes(folder)).toEqual([...before, "paid 5"]);
    });

    it("asks its user for an approval", async () => {
      const before = notes(folder);
      expect(await agent.call("pay", { amount: 50 })).toBe("paid 50");
      expect(agent.asked).toHaveLength(1);
      expect(agent.asked[0]).toContain("a human looks at large sums");
      expect(notes(folder)).toEqual([...before, "paid 50"]);
    });

    it("is told of progress and log while a call runs, and of changes that it watches", async () => {
      const onprogress = vi.fn<() => void>();
      expect(await agent.call("report", {}, { onprogress })).toBe("reported");
      expect(onprogress).toHaveBeenCalledOnce();
      expect(agent.heard).toContain("halfway");
      await agent.watch("desk://watched");
      expect(await agent.call("change")).toBe("changed");
      await vi.waitFor(() => {
        expect(agent.heard).toContain("tools");
        expect(agent.heard).toContain("desk://watched");
      });
      // What the policy hides does not come back with the new list.
      expect(await agent.tools()).toEqual(SHOWN);
    });

    it("stops a call at its server by cancelling it", async () => {
      const before = notes(folder).length;
      const leaving = new AbortController();
      const called = agent.call("wait", {}, { signal: leaving.signal });
      await vi.waitFor(() => expect(notes(folder).slice(before)).toEqual(["waiting"]));
      leaving.abort(new Error("enough"));
      expect(await called).toContain("enough");
      await vi.waitFor(() =>
        expect(notes(folder).slice(before)).toEqual(["waiting", "stopped waiting"]),
      );
    });
  });
});
