import { describe, expect, it } from "vitest";
import { loadErrorOf, policy } from "../../../test/judge.ts";
import {
  generateSignerKey,
  readSignerKey,
  writeVerifierKey,
} from "../../encoding/note/note-key.ts";
import { PolicyLoadError } from "../../errors.ts";
import { CapabilitySystem } from "../capability-system.ts";
import type { PolicyDocument } from "./document.ts";
import { loadPolicyDocument } from "./load.ts";

const ACME = "acme+cd9d5161+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
const BOB = "bob+40645e2a+AV0Jvlkg/xARPiuGmg3ZUVOzCnyFsHyBSniFsgDO8Lke";
const WITNESS = "alice+07b317dc+BFNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";

const errorOf = (tokens: string): string => loadErrorOf(`tokens: ${tokens}\nallow: [a.b]\n`);

/** What files come to that extend each other, or why they do not load. */
function load(files: Readonly<Record<string, string>>): PolicyDocument | string {
  try {
    return loadPolicyDocument("child.yaml", {
      resolve: (path) => path,
      read: (path) => files[path] ?? "",
    });
  } catch (error) {
    if (error instanceof PolicyLoadError) return error.message;
    throw error;
  }
}

describe("the capability tokens of a policy", () => {
  it("are nobody's where it does not say whose count", () => {
    expect(policy("allow: [a.b]").tokens).toBeUndefined();
    expect(new CapabilitySystem().tokens).toBeUndefined();
  });

  it("are not required, are bound, and last an hour, where nothing else is said", () => {
    expect(policy(`tokens: { issuers: ${ACME}, audience: gate }`).tokens).toMatchObject({
      issuers: [{ name: "acme", type: "ed25519" }],
      audience: "gate",
      required: false,
      bearer: false,
      longestSeconds: 3600,
      file: "test.yaml",
      line: 1,
    });
  });

  it("are read as they are written", () => {
    const text = `
tokens:
  issuers: [${ACME}, ${BOB}]
  audience: payments-gateway
  required: true
  bearer: true
  longest: 900
`;
    expect(policy(text).tokens).toMatchObject({
      issuers: [{ name: "acme" }, { name: "bob" }],
      audience: "payments-gateway",
      required: true,
      bearer: true,
      longestSeconds: 900,
      line: 2,
    });
  });

  it("may be of several keys of one issuer, an old one and a new one", () => {
    const old = writeVerifierKey(readSignerKey(generateSignerKey("acme")).verifier);
    const { tokens } = policy(`tokens: { issuers: [${old}, ${ACME}], audience: gate }`);
    expect(tokens?.issuers.map(({ name }) => name)).toEqual(["acme", "acme"]);
  });
});

describe("tokens of files that extend each other", () => {
  const tokens = `tokens: { issuers: ${ACME}, audience: gate }\n`;

  it("are those of the one file that has them, however often it is extended", () => {
    const document = load({
      "child.yaml": "extends: [left.yaml, right.yaml]\n",
      "left.yaml": "extends: base.yaml\n",
      "right.yaml": "extends: base.yaml\n",
      "base.yaml": tokens,
    });
    expect(document).toMatchObject({ tokens: { audience: "gate", file: "base.yaml" } });
  });

  it("are those of the file that extends another without", () => {
    const files = { "child.yaml": `extends: base.yaml\n${tokens}`, "base.yaml": "allow: [a.b]\n" };
    expect(load(files)).toMatchObject({ tokens: { audience: "gate", file: "child.yaml" } });
  });

  it("are refused where a parent has some, even the same", () => {
    expect(load({ "child.yaml": `extends: base.yaml\n${tokens}`, "base.yaml": tokens })).toContain(
      "child.yaml:2:1: tokens: is also in base.yaml:1; one file alone may say whose tokens count",
    );
  });

  it("are refused where two parents have some", () => {
    const files = {
      "child.yaml": "allow: [a.b]\nextends: [left.yaml, right.yaml]\n",
      "left.yaml": tokens,
      "right.yaml": `\n${tokens}`,
    };
    expect(load(files)).toContain(
      "child.yaml:2:1: tokens: is in both left.yaml:1 and right.yaml:2; one file alone",
    );
  });
});

describe("tokens that do not load say where and how to mend them", () => {
  it.each([
    ["", "1:8: tokens: expected a mapping with issuers and audience, got nothing"],
    ["[]", "1:9: tokens: expected a mapping with issuers and audience, got a list"],
    ["{ audience: gate }", "1:9: tokens: there are no issuers; list the public keys"],
    ["{ issuers: [], audience: gate }", "tokens.issuers: the list is empty, so no token could"],
    ["{ issuers: acme, audience: gate }", "tokens.issuers: this is not a public key; expected"],
    [`{ issuers: ${WITNESS}, audience: gate }`, '"alice" is a key of a witness'],
    [
      `{ issuers: [${ACME}, ${BOB}, ${ACME}], audience: gate }`,
      'tokens.issuers[2]: "acme" has the same key as "acme"; list each key once',
    ],
    [`{ issuers: ${ACME} }`, "1:9: tokens: there is no audience; name this gate"],
    [`{ issuers: ${ACME}, audience: 5 }`, "tokens.audience: expected text, got 5"],
    [`{ issuers: ${ACME}, audience: "" }`, "tokens.audience: expected text, got an empty text"],
    [
      String.raw`{ issuers: ${ACME}, audience: "g\u200b" }`,
      String.raw`tokens.audience: audience "g\u{200b}" has a control or invisible character`,
    ],
    [`{ issuers: ${ACME}, audience: g, required: 1 }`, "tokens.required: expected true or false"],
    [`{ issuers: ${ACME}, audience: g, bearer: "no" }`, "tokens.bearer: expected true or false"],
    [`{ issuers: ${ACME}, audience: g, longest: 0 }`, "tokens.longest: expected a whole number"],
    [`{ issuers: ${ACME}, audience: g, longest: 15m }`, 'a whole number from 1, got "15m"'],
    [
      `{ issuer: ${ACME}, audience: gate }`,
      'tokens.issuer: unknown key "issuer"; did you mean "issuers"?',
    ],
  ])("%s", (tokens, message) => {
    expect(errorOf(tokens)).toContain(message);
  });

  it("and name an issuer that no fact of a call could name", () => {
    const hidden = writeVerifierKey(readSignerKey(generateSignerKey("ac\u200bme")).verifier);
    expect(errorOf(`{ issuers: [${ACME}, "${hidden}"], audience: gate }`)).toContain(
      'tokens.issuers[1]: the name of an issuer "ac\\u{200b}me" has a control or invisible',
    );
  });

  it("and do not repeat a private key", () => {
    const key = generateSignerKey("acme");
    const message = errorOf(`{ issuers: "${key}", audience: gate }`);
    expect(message).toContain("this is a private key; keep it secret");
    expect(message).not.toContain(key.slice(-20));
  });
});
