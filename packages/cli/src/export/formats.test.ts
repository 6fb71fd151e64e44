import { ActionEvent, guard } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { OpenDecisions } from "./open-decisions.ts";

/** A log of a call and what became of it. */
async function log(): Promise<Scratch> {
  const scratch = new Scratch();
  const runtime = scratch.runtime("allow: [a.b]", openSigning(scratch.key));
  const ports = { runtime, agentId: "agent", capability: "a.b", toolName: "tool" };
  await guard(ports, () => undefined)({ text: "\u202E" });
  await runtime.close();
  return scratch;
}

async function exported(scratch: Scratch, format: string) {
  const { code, output, errors } = await scratch.run("logs", "export", "--format", format);
  const lines = output.trimEnd().split("\n");
  return { code, errors, events: lines.map((line) => JSON.parse(line)) };
}

describe("capfence logs export --format", () => {
  it("cloudevents gives an event for each record, from the origin of its checkpoints", async () => {
    const scratch = await log();
    const [key = ""] = (await scratch.run("keys", "export")).output.split("+");
    const { code, events } = await exported(scratch, "cloudevents");
    const { entries } = scratch;
    expect([code, events.map(({ data }) => data)]).toEqual([
      0,
      entries.map(({ text }) => JSON.parse(text)),
    ]);
    expect(events[2]).toMatchObject({
      specversion: "1.0",
      id: `${entries[2]?.writer}/3`,
      source: `urn:capfence:${key}/${entries[2]?.writer}`,
      type: "dev.capfence.audit.decision",
    });
    expect(new Set(events.map(({ source }) => source)).size).toBe(1);
  });

  it("ocsf gives an event for each record, of which those of outcomes say who called", async () => {
    const scratch = await log();
    const { code, events } = await exported(scratch, "ocsf");
    expect([code, events.map((event) => event.raw_data)]).toEqual([
      0,
      scratch.entries.map(({ text }) => text),
    ]);
    const outcome = events.find(({ metadata }) => metadata.event_code === "outcome");
    expect(outcome).toMatchObject({
      class_uid: 6003,
      actor: { user: { uid: "agent" } },
      api: { operation: "a.b" },
    });
  });

  it.each(["cloudevents", "ocsf"])("%s leaves out damage, and says so", async (format) => {
    const scratch = await log();
    const whole = await exported(scratch, format);
    scratch.tamper("UPDATE log SET text = replace(text, '\"seq\":3', '\"seq\":9') WHERE seq = 3");
    scratch.tamper("UPDATE log SET text = 'none' WHERE seq = 2");
    const { code, events, errors } = await exported(scratch, format);
    expect([code, events.length]).toEqual([3, whole.events.length - 2]);
    expect(errors).toContain(
      `2 of ${whole.events.length} entries are not records and are left out`,
    );
  });
});

describe("the decisions whose outcome may still come", () => {
  it("are given once, and the oldest are forgotten", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime("allow: [a.b]");
    await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.b" }));
    const decision = scratch.entries
      .map(({ text }) => JSON.parse(text))
      .find(({ kind }) => kind === "decision");
    const decisions = new OpenDecisions();
    const outcomeOf = (id: string) =>
      decisions.pass({ ...decision, kind: "outcome", decision: id, outcome: "succeeded" });
    for (let count = 0; count <= 10_000; count += 1)
      expect(decisions.pass({ ...decision, id: `d${count}` })).toBeUndefined();
    expect(outcomeOf("d0")).toBeUndefined();
    expect(outcomeOf("d1")).toMatchObject({ id: "d1", actor: "agent" });
    expect(outcomeOf("d1")).toBeUndefined();
  });
});
