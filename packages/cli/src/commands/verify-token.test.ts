import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TokenDesk } from "../../test/token-desk.ts";

const CALL = ["--tool", "pay", "--agent", "shop", "--arguments"];
const FIVE = [...CALL, '{"amount":5}'];

describe("capfence verify --token", () => {
  it("says OK to a good token, what was checked, and what was not", async () => {
    const desk = await TokenDesk.open("shop");
    const { code, output } = await desk.verify(await desk.minted("shop"));
    expect(code).toBe(0);
    expect(output).toMatch(/^OK\ntoken {8}tok_[0-9a-f]{32}\nissuer {7}acme\nactors {7}shop\n/);
    expect(output).toContain("expires      2026-01-31 12:05:00 (in 5m)");
    expect(output).toContain("not checked  neither scope nor proof");
  });

  it("says OK to a call that the gate would take, and uses nothing up", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    const proof = await desk.proof(token, "shop", { amount: 5 });
    for (let times = 0; times < 2; times += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const { code, output } = await desk.verify(token, "--proof", proof, ...FIVE);
      expect([code, output]).toEqual([0, expect.stringContaining("in the log, scope, proof")]);
      expect(output).not.toContain("not checked");
    }
    expect(await desk.call(token, proof, { amount: 5 })).toBe("policy_allow");
    const { code, output } = await desk.verify(token, "--proof", proof, ...FIVE);
    expect([code, output]).toEqual([1, expect.stringMatching(/^DENIED\nreason +token_replayed: /)]);
  });

  it.each<[string, string, (desk: TokenDesk) => Promise<readonly string[]>]>([
    ["an expired token", "token_expired", (desk) => past(desk)],
    [
      "one for another gate",
      "token_invalid",
      async (desk) => [await desk.minted("shop", "--audience", "other")],
    ],
    ["one that nobody holds", "token_invalid", async (desk) => [await desk.minted()]],
    [
      "one that lasts too long",
      "token_invalid",
      async (desk) => [await desk.minted("shop", "--ttl", "2h")],
    ],
    ["what is no token", "token_invalid", async () => ["capfence1.nonsense"]],
    [
      "one of an unknown issuer",
      "token_invalid",
      async () => [await (await TokenDesk.open("shop")).minted("shop")],
    ],
    ["a changed one", "token_invalid", async (desk) => [changed(await desk.minted("shop"))]],
    [
      "a call without its proof",
      "token_invalid",
      async (desk) => [await desk.minted("shop"), ...FIVE],
    ],
    ["a call of other arguments", "token_scope", (desk) => proven(desk, 51)],
    ["a call of somebody else", "token_scope", (desk) => proven(desk, 5, "--agent", "other")],
    [
      "a call of another kind",
      "token_scope",
      (desk) => proven(desk, 5, "--capability", "crm.read"),
    ],
  ])("says DENIED to %s, and why", async (_name, reason, parameters) => {
    const desk = await TokenDesk.open("shop");
    const [token = "", ...more] = await parameters(desk);
    const { code, output } = await desk.verify(token, ...more);
    expect(code).toBe(1);
    expect(output.startsWith(`DENIED\nreason`)).toBe(true);
    expect(output).toContain(` ${reason}: `);
    const json = await desk.verify(token, ...more, "--json");
    expect(JSON.parse(json.output)).toMatchObject({ verdict: "DENIED", reason });
    expect(json.code).toBe(1);
  });

  it("says DENIED at the gate of a policy that knows no tokens, and with a revoked one", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    await desk.run("revoke", "--token", token, "--by", "alice", "--reason", "leaked");
    const { code, output } = await desk.verify(token);
    expect([code, output]).toEqual([1, expect.stringContaining("token_revoked: tok_")]);
    expect(output).toContain("was revoked 2026-01-31 12:00:00 by alice: leaked");
    desk.file("policy.yaml", "allow: [payments.refund]");
    expect((await desk.verify(token)).output).toContain("the policy has no tokens:");
  });

  it("says what is left of a budget, and DENIED to a call that is too much for it", async () => {
    const desk = await TokenDesk.open("shop");
    const limits = ["--limit", "max_calls={count: 2}", "--limit", "max_total={amount: 7.50}"];
    const token = await desk.minted("shop", ...limits);
    const proof = (): Promise<string> => desk.proof(token, "shop", { amount: 5 });
    const verify = async (
      ...call: readonly string[]
    ): Promise<readonly [number | null, string]> => {
      const { code, output } = await desk.verify(token, ...call);
      return [code, output.replaceAll(/tok_\w+/g, "tok_…")];
    };
    expect(await verify("--proof", await proof(), ...FIVE)).toEqual([0, left(2, "7.5")]);
    expect(await desk.call(token, await proof(), { amount: 5 })).toBe("policy_allow");
    expect(await verify()).toEqual([0, left(1, "2.5")]);
    const json = JSON.parse((await desk.verify(token, "--json")).output) as object;
    expect(json).toMatchObject({ budgets: [{ counts: "calls", left: "1", most: "2" }, {}] });
    const denied = await verify("--proof", await proof(), ...FIVE);
    expect(denied).toEqual([1, left(1, "2.5")]);
    expect(denied[1]).toContain("token_exhausted: its budget does not have enough left");
    expect(await desk.call(token, await proof(), { amount: 5 })).toBe("token_exhausted");
    const two = await desk.proof(token, "shop", { amount: 2 });
    expect(await desk.call(token, two, { amount: 2 })).toBe("policy_allow");
    expect(await verify()).toEqual([1, left(0, "0.5")]);
  });

  it("takes a bearer token where the gate does, and judges by the environment that is named", async () => {
    const desk = await TokenDesk.open();
    desk.file("policy.yaml", desk.policyText(", bearer: true"));
    const token = await desk.minted(undefined, "--limit", "environment=staging");
    const at = async (where: string): Promise<number | null> =>
      (await desk.verify(token, ...FIVE, "--environment", where)).code;
    expect([await at("staging"), await at("production")]).toEqual([0, 1]);
    expect((await desk.verify(token, ...FIVE)).code).toBe(1);
  });

  it("reads the token from standard input, and prints JSON", async () => {
    const desk = await TokenDesk.open("shop");
    desk.input = [await desk.minted("shop")];
    const { code, output } = await desk.verify("-", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      verdict: "OK",
      issuer: "acme",
      actors: ["shop"],
      expires: "2026-01-31T12:05:00.000Z",
    });
  });

  it("says neither where there is no log that could tell of a revocation", async () => {
    const desk = await TokenDesk.open("shop");
    rmSync(desk.log);
    const { code, output, errors } = await desk.verify(await desk.minted("shop"));
    expect([code, output, errors]).toEqual([2, "", expect.stringContaining("no audit log")]);
  });

  it.each([
    [["--token", "x"], "--policy FILE"],
    [["--token", "x", "--policy", "p.yaml", "--tool", "pay"], "all of them"],
    [["--token", "x", "--policy", "p.yaml", "--proof", "y"], "all of them"],
    [["--token", "x", "--policy", "p.yaml", ...CALL, "[1]"], "arguments"],
    [["--token", "x", "--policy", "none.yaml"], "there is no policy"],
    [["--token", "x", "--export", "log.jsonl"], "cannot be used with"],
    [["--token", "x", "--no-heads"], "cannot be used with"],
    [["--policy", "p.yaml"], "--policy is for a capability token"],
    [["--agent", "shop"], "--agent is for a capability token"],
  ])("is misused with %j", async (parameters, words) => {
    const desk = await TokenDesk.open();
    const { code, output, errors } = await desk.run("verify", ...parameters);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(words);
  });

  it("does not know what a tool does that the policy does not name", async () => {
    const desk = await TokenDesk.open("shop");
    const call = ["--tool", "other", "--agent", "shop", "--arguments", "{}"];
    const { code, errors } = await desk.verify(await desk.minted("shop"), ...call);
    expect([code, errors]).toEqual([2, expect.stringContaining("--capability")]);
  });
});

async function past(desk: TokenDesk): Promise<readonly string[]> {
  const token = await desk.minted("shop");
  desk.now += 300_000;
  return [token];
}

async function proven(
  desk: TokenDesk,
  amount: number,
  ...more: readonly string[]
): Promise<readonly string[]> {
  const token = await desk.minted("shop", "--capability", "payments.*");
  const proof = await desk.proof(token, "shop", { amount });
  return [token, ...CALL, JSON.stringify({ amount }), "--proof", proof, ...more];
}

/** The same with another letter in its signature. */
function changed(token: string): string {
  const place = token.lastIndexOf(".") + 5;
  const letter = token[place] === "A" ? "B" : "A";
  return token.slice(0, place) + letter + token.slice(place + 1);
}

/** The line about a budget of 2 calls and 7.50. */
function left(calls: number, amounts: string): unknown {
  const words = `${calls} of 2 calls of tok_…, ${amounts} of 7.5 amounts of tok_…`;
  return expect.stringMatching(new RegExp(`^left +${words.replaceAll(".", "\\.")}$`, "m"));
}
