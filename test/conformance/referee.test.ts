import { expect, it } from "vitest";
import { count } from "./checks.ts";
import { compare } from "./compare.ts";
import { inFrontOfFixture, startFixture } from "./fixture.ts";
import { startMeddlingRelay } from "./meddling-relay.ts";
import { judge, judgeAgainst } from "./referee.ts";
import { REVISIONS, type Revision } from "./revisions.ts";
import { during } from "./started.ts";

const revision: Revision = "2025-11-25";

it("sees what a relay takes away, and nothing that only went wrong once", async () => {
  const direct = await during(await startFixture(), (url) => judge(url, revision));
  expect(count(direct)).toEqual(REVISIONS[revision]);

  let elicitations = 0;
  const relay = await inFrontOfFixture((url) =>
    startMeddlingRelay(url, (message) => {
      const elicits = message.includes('"test_elicitation"');
      if (elicits) elicitations += 1;
      return message.includes("test_reconnection") || (elicits && elicitations === 1);
    }),
  );
  const through = await during(relay, (url) => judgeAgainst(direct, url, revision));
  const { regressions } = compare(direct, through, []);

  expect(elicitations).toBe(2);
  expect(regressions.map((line) => line.split(" ", 2).join(" ")).toSorted()).toEqual([
    "dns-rebinding-protection: localhost-host-rebinding-rejected",
    "server-sse-polling: server-sse-disconnect-resume",
    "server-sse-polling: server-sse-priming-event",
    "server-sse-polling: server-sse-retry-field",
    "server-sse-polling: server-sse-test-reconnection-tool",
  ]);
}, 60_000);
