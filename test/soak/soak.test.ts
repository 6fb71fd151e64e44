import { describe, expect, it } from "vitest";
import { growth } from "./memory.ts";
import { runSoak } from "./run-soak.ts";

describe("a gateway that many clients use", () => {
  it("holds nothing once they have gone, and ends when it is told to", async () => {
    const { calls, samples, left, exitCode } = await runSoak({ seconds: 8, clients: 8 });
    expect(calls).toBeGreaterThan(0);
    expect(left).toEqual({ children: 0, sessions: 0, streams: 0, sockets: 0 });
    expect(exitCode).toBe(0);
    // It has not warmed up: only what is gross shows.
    expect(growth(samples, "held")).toBeLessThan(20 * 1024 * 1024);
  }, 120_000);
});
