/**
 * Makes guarded calls until it is killed: `act-until-killed.ts <log> <effects> <name>`. Every decision is acknowledged
 * on standard output once it is durable; the tool appends a line to the effects file.
 */
import { appendFileSync, writeSync } from "node:fs";
import { ActionEvent, ActionRuntime, CapabilitySystem, guard } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";

const [log = "", effects = "", name = ""] = process.argv.slice(2);
const runtime = new ActionRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText("allow: [files.write]"),
  storage: SqliteStorage.open(log),
});
const options = { runtime, agentId: name, capability: "files.write", toolName: "write" };
const write = guard(options, ({ line }: { line: string }) => appendFileSync(effects, `${line}\n`));

async function decide(): Promise<void> {
  const event = ActionEvent.create({ actor: name, capability: "files.write" });
  const verdict = await runtime.execute(event);
  writeSync(1, `${verdict.id}\n`);
}

for (let number = 0; ; number += 1)
  await Promise.all([decide(), decide(), write({ line: `${name}-${number}` })]);
