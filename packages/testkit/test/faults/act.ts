/**
 * Makes guarded calls until it is stopped or an append fails: `act.ts <ActTask as JSON>`. Says on standard output, a
 * line each, what has become durable (`decided <id>`, `finished <id>`); when an append has failed, it goes on asking,
 * and says what was refused.
 */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ActionEvent, AuditError } from "@capfence/core";
import { type OpenedSite, openSite } from "./open-site.ts";
import type { ActTask } from "./act-task.ts";

const task = JSON.parse(process.argv[2] ?? "") as ActTask;
const { site, name, rounds, pause = 0, ballast = 0, acceptLoss = false } = task;
/** How often it asks again after an append has failed. */
const AFTERWARDS = 3;

function say(word: string, text = ""): void {
  let rest = Buffer.from(`${word} ${text.replaceAll("\n", " ")}\n`);
  while (rest.length > 0)
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // Nobody listens any more, and what observers throw stops nothing.
      if ((error as { readonly code?: unknown }).code !== "EAGAIN") process.exit(1);
    }
}

function newEvent(): ActionEvent {
  return ActionEvent.create({ actor: name, capability: "files.write" });
}

async function round(opened: OpenedSite, number: number): Promise<void> {
  const { runtime, write } = opened;
  if (number % 4 === 0) runtime.executeSync(newEvent());
  const calls = [
    runtime.execute(newEvent()),
    write({ line: `${name}-${number}`, ballast: "x".repeat(ballast) }),
    runtime.execute(newEvent()),
  ];
  const failed = (await Promise.allSettled(calls)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Nothing of this may happen any more. */
async function afterFailure({ runtime, write }: OpenedSite): Promise<void> {
  for (let number = 0; number < AFTERWARDS; number += 1)
    for (const call of [
      () => write({ line: `${name}-late-${number}` }),
      () => runtime.execute(newEvent()),
      async () => runtime.executeSync(newEvent()),
    ])
      try {
        await call();
        say("ran");
      } catch (error) {
        say(error instanceof AuditError ? "refused" : "threw", String(error));
      }
}

async function act(opened: OpenedSite): Promise<void> {
  for (let number = 0; number < rounds; number += 1) {
    await round(opened, number);
    if (pause > 0) await sleep(pause);
  }
}

const opened = await openSite(site, {
  agentId: name,
  acceptLoss,
  checkpointEvery: task.checkpointEvery,
  observers: [
    { decided: ({ id }) => say("decided", id), finished: ({ id }) => say("finished", id) },
  ],
}).catch((error: unknown) => say("unopened", String(error)));
if (opened !== undefined) {
  say("opened");
  try {
    await act(opened);
  } catch (error) {
    say("failed", String(error));
    await afterFailure(opened);
  }
  await opened.close().then(
    () => say("closed"),
    (error: unknown) => say("unclosed", String(error)),
  );
}
