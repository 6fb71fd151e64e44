import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { type SettingChange, settingChanges } from "./settings.ts";

const ACME = "acme+cd9d5161+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
const BOB = "bob+40645e2a+AV0Jvlkg/xARPiuGmg3ZUVOzCnyFsHyBSniFsgDO8Lke";

/** The changes from one `tokens:` to another; the empty text is none. */
function changes(before: string, after: string): readonly SettingChange[] {
  const [one, other] = [before, after].map(
    (tokens) => policy(`${tokens && `tokens: ${tokens}\n`}allow: [a.b]`).document,
  );
  if (one === undefined || other === undefined) throw new TypeError("a policy");
  return settingChanges(one, other);
}

/** The key of each change, and whether it loosens. */
const found = (before: string, after: string): readonly (readonly [string, boolean])[] =>
  changes(before, after).map(({ key, loosens }) => [key, loosens]);

const of = (more: string, issuers = ACME): string => `{ issuers: [${issuers}], ${more} }`;

describe("changes of whose tokens count", () => {
  it("are none where only the order differs", () => {
    const [one, other] = [
      of("audience: g", `${ACME}, ${BOB}`),
      of("audience: g", `${BOB}, ${ACME}`),
    ];
    expect(changes(one, other)).toEqual([]);
    expect(changes("", "")).toEqual([]);
  });

  it.each<[string, string, string, string, boolean]>([
    ["one issuer more", of("audience: g"), of("audience: g", `${ACME}, ${BOB}`), "issuers", true],
    ["one issuer less", of("audience: g", `${ACME}, ${BOB}`), of("audience: g"), "issuers", false],
    ["another gate", of("audience: g"), of("audience: h"), "audience", true],
    ["no more need", of("audience: g, required: true"), of("audience: g"), "required", true],
    ["a need", of("audience: g"), of("audience: g, required: true"), "required", false],
    ["unbound tokens", of("audience: g"), of("audience: g, bearer: true"), "bearer", true],
    ["bound tokens", of("audience: g, bearer: true"), of("audience: g"), "bearer", false],
    ["longer ones", of("audience: g, longest: 9"), of("audience: g"), "longest", true],
    ["shorter ones", of("audience: g"), of("audience: g, longest: 9"), "longest", false],
  ])("with %s say whether they loosen", (_name, before, after, key, loosens) => {
    expect(found(before, after)).toEqual([[`tokens.${key}`, loosens]]);
  });

  it("loosen where tokens begin to count, and where they are no longer required", () => {
    const all = ["issuers", "audience", "required", "bearer", "longest"];
    const required = of("audience: g, required: true");
    const loosening = (before: string, after: string): readonly string[] =>
      found(before, after)
        .filter(([, loosens]) => loosens)
        .map(([key]) => key);
    expect(found("", required).map(([key]) => key)).toEqual(all.map((key) => `tokens.${key}`));
    expect(loosening("", required)).toEqual(["tokens.issuers"]);
    expect(loosening(required, "")).toEqual(["tokens.required"]);
    expect(loosening("", of("audience: g, bearer: true"))).toEqual([
      "tokens.issuers",
      "tokens.bearer",
    ]);
  });

  it("show whole keys", () => {
    expect(changes(of("audience: g"), of("audience: g", BOB))).toEqual([
      { key: "tokens.issuers", before: ACME, after: BOB, loosens: true },
    ]);
  });
});
