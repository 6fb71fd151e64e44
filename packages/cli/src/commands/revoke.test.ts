import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { blocksIn, TokenDesk } from "../../test/token-desk.ts";

/** A bound token, and a narrower one made of it. */
async function family(desk: TokenDesk): Promise<readonly [string, string]> {
  const token = await desk.minted("shop");
  const key = ["--key", desk.keyOf("shop"), "--holder", desk.holders["shop"] ?? ""];
  return [token, await desk.made("attenuate", token, "--limit", "amount_lte=20", ...key)];
}

const idOf = (token: string): string => blocksIn(token).at(-1)?.id ?? "";

describe("capfence revoke", () => {
  it("takes the last block of a token back, on record, and leaves what it was made of", async () => {
    const desk = await TokenDesk.open("shop");
    const [token, narrower] = await family(desk);
    const said = ["--by", "alice", "--reason", "leaked"];
    const { code, output } = await desk.run("revoke", "--token", narrower, ...said);
    expect([code, output]).toEqual([
      0,
      `revoked ${idOf(narrower)}, and with it all that was made from it\n`,
    ]);
    const records = desk.entries.map(({ text }) => JSON.parse(text) as object);
    expect(records).toContainEqual(
      expect.objectContaining({
        kind: "revocation",
        token: idOf(narrower),
        by: "alice",
        reason: "leaked",
      }),
    );
    expect((await desk.verify(narrower)).code).toBe(1);
    expect((await desk.verify(token)).code).toBe(0);
    expect((await desk.run("verify")).code).toBe(0);
  });

  it("takes everything back that was made from the first block, at once also in a runtime that runs", async () => {
    const desk = await TokenDesk.open("shop");
    const [token, narrower] = await family(desk);
    const first = await desk.proof(narrower, "shop", { amount: 5 });
    expect(await desk.call(narrower, first, { amount: 5 })).toBe("policy_allow");
    await desk.run("revoke", "--token", narrower, "--all");
    const second = await desk.proof(narrower, "shop", { amount: 5 });
    expect(await desk.call(narrower, second, { amount: 5 })).toBe("token_revoked");
    expect((await desk.verify(token)).output).toContain(`token_revoked: ${idOf(token)}`);
  });

  it("takes an id, and says where it was revoked before, by whom", async () => {
    const desk = await TokenDesk.open("shop");
    const id = idOf(await desk.minted("shop"));
    expect((await desk.run("revoke", "--token", id, "--by", "alice")).output).toContain("revoked");
    desk.input = [`${id}\n`];
    const again = await desk.run("revoke", "--token", "-", "--by", "bob");
    expect([again.code, again.output]).toEqual([
      0,
      `${id} was revoked before: 2026-01-31 12:00:00 by alice\n`,
    ]);
  });

  it("is in the name of the system's user, where nobody says otherwise", async () => {
    const desk = await TokenDesk.open("shop");
    await desk.run("revoke", "--token", await desk.minted("shop"));
    expect((await desk.run("token", "list")).output).toContain(`by ${userInfo().username}`);
  });

  it.each([
    [["--token", "tok_1"], "is not the id of a token"],
    [["--token", "tok_1", "--all"], "--all needs the whole token"],
    [["--token", ""], "there is no token"],
    [["--token", "capfence1.x"], "not a capability token"],
    [["--token", `tok_${"0".repeat(32)}`, "--by", " "], "blank"],
    [["--token", `tok_${"0".repeat(32)}`, "--reason", ""], "reason"],
    [[], "--token"],
  ])("revokes nothing with %j", async (parameters, words) => {
    const desk = await TokenDesk.open();
    const { code, errors } = await desk.run("revoke", ...parameters);
    expect([code, errors]).toEqual([2, expect.stringContaining(words)]);
    expect((await desk.run("token", "list")).output).toContain("none was revoked");
  });

  it("says so where there is no log to revoke it in", async () => {
    const desk = await TokenDesk.open("shop");
    rmSync(desk.log);
    const { code, errors } = await desk.run("revoke", "--token", await desk.minted("shop"));
    expect([code, errors]).toEqual([2, expect.stringContaining("no audit log")]);
  });
});

describe("capfence token list", () => {
  it("lists tokens that calls came with and those revoked, newest first", async () => {
    const desk = await TokenDesk.open("shop");
    const [token, narrower] = await family(desk);
    const proof = await desk.proof(token, "shop", { amount: 5 });
    await desk.call(token, proof, { amount: 5 });
    desk.now += 60_000;
    await desk.call(narrower, await desk.proof(narrower, "shop", { amount: 50 }), { amount: 50 });
    desk.now += 60_000;
    await desk.run("revoke", "--token", token, "--by", "alice", "--reason", "leaked");
    const never = `tok_${"a".repeat(32)}`;
    desk.now += 1000;
    await desk.run("revoke", "--token", never, "--by", "bob");
    const { code, output } = await desk.run("token", "list");
    expect(code).toBe(0);
    const lines = output
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(lines).toEqual([
      ["id", "issuer", "actors", "last used", "revoked"],
      [never, "2026-01-31 12:02:01 by bob"],
      [
        idOf(token),
        "acme",
        "shop",
        "2026-01-31 12:00:00",
        expect.stringContaining("by alice: leaked"),
      ],
      [
        idOf(narrower),
        "acme",
        "shop",
        "2026-01-31 12:01:00 (not let through)",
        expect.stringContaining(`(with ${idOf(token)})`),
      ],
    ]);
  });

  it("lists those of late alone, unless it is asked for more, and as JSON", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    await desk.call(token, await desk.proof(token, "shop", { amount: 5 }), { amount: 5 });
    desk.now += 8 * 86_400_000;
    expect((await desk.run("token", "list")).output).toMatch(/^no call came with a token/);
    const { output } = await desk.run("token", "list", "--since", "30d", "--json");
    expect(JSON.parse(output)).toEqual({
      id: idOf(token),
      ids: [idOf(token)],
      issuer: "acme",
      actors: ["shop"],
      lastUsed: "2026-01-31T12:00:00.000Z",
      authorized: true,
    });
    expect((await desk.run("token", "list", "--since", "ever")).code).toBe(2);
  });

  it("says so where the log is damaged", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    await desk.call(token, await desk.proof(token, "shop", { amount: 5 }), { amount: 5 });
    desk.tamper("UPDATE log SET text = replace(text, 'acme', 'evil')");
    const { code, output, errors } = await desk.run("token", "list");
    expect([code, errors]).toEqual([3, expect.stringContaining("the log is damaged")]);
    expect(output).toContain("evil");
  });
});
