import type { JsonObject } from "@capfence/core";
import { generateHolderKey, mintToken, writeToken } from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { said } from "../../../test/gateway/scripted-upstream.ts";
import { until } from "../../../test/gateway/until.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import { PROOF_META, TOKEN_META } from "./take-token.ts";

const ONE = readSignerKey(generateSignerKey("one"));
const OTHER = readSignerKey(generateSignerKey("other"));
const ISSUERS = [ONE, OTHER].map(({ verifier }) => writeVerifierKey(verifier)).join(", ");
const TOKENS = `tokens: { issuers: [${ISSUERS}], audience: bank, bearer: true }\n`;
const ELICITING = `${TOKENS}${PAYING}  "mcp:elicitation/create": mcp.elicitation\n`.replace(
  "  - payments.pay\n",
  "  - payments.pay\n  - mcp.elicitation\n",
);
const SHOWN = { [TOKEN_META]: "capfence1.a.b", [PROOF_META]: "proof" };

/** What shows a token of an issuer. */
function showing(issuer: typeof ONE): JsonObject {
  const now = Date.now();
  const token = mintToken({ tools: ["pay"], expires: now + 60_000 }, issuer, { now });
  return { _meta: { [TOKEN_META]: writeToken(token) } };
}

describe("a capability token", () => {
  it("that comes with a notification or with an answer of a client reaches no server", async () => {
    const { relayed, server } = paying({ policy: ELICITING });
    const client = await relayed.client("legacy", { elicitation: {} });
    await client.call("read", {});
    const params = { progressToken: 1, progress: 1, _meta: { ...SHOWN, kept: 1 } };
    await client.session.notify({ method: "notifications/progress", params });
    const got = server.got.find(({ method }) => method === "notifications/progress");
    expect(got?.params).toEqual({ progressToken: 1, progress: 1, _meta: { kept: 1 } });
    server.on("tools/call", async (_request, { hear }) => {
      hear({ kind: "request", message: { id: 1, method: "elicitation/create", params: {} } });
      await until(() => server.got.some(({ kind }) => kind === "answer"));
      return said("paid");
    });
    const result = { action: "accept", _meta: { ...SHOWN, kept: 1 } };
    client.answers = () => ({ result, text: JSON.stringify(result) });
    await client.call("pay", { amount: 1 });
    expect(server.got.find(({ kind }) => kind === "answer")?.answer).toEqual({
      result: { action: "accept", _meta: { kept: 1 } },
    });
  });

  it("that every call needs makes no list longer", async () => {
    const required = TOKENS.replace("bearer: true", "bearer: true, required: true");
    const { relayed, server } = paying({
      policy: `${required}${PAYING}`.replace(
        "  - mcp.resources\n",
        '  - { capability: mcp.resources.read, args: { /uri: { starts_with: "file:///open" } } }\n',
      ),
    });
    const uris = ["file:///open", "file:///private/key", "file:///nobody-thought-of"];
    const resources = uris.map((uri) => ({ uri, name: uri }));
    server.on("resources/list", () => ({ result: { resources } }));
    const client = await relayed.client();
    const { result } = await client.request("resources/list", {});
    const listed = (result?.["resources"] ?? []) as readonly JsonObject[];
    expect(listed.map(({ uri }) => uri)).toEqual(["file:///open"]);
    expect(
      (await client.request("resources/read", { uri: "file:///open" })).error?.message,
    ).toMatch(/token_required/);
  });

  it("of another issuer is not covered by the approval of a call that goes on in rounds", async () => {
    const { relayed, server } = paying({ policy: ELICITING });
    server.on("tools/call", ({ params }) => {
      if (textAt(params, "requestState") !== undefined) return said("paid");
      const question = { message: "which account?", requestedSchema: { type: "object" } };
      const inputRequests = { account: { method: "elicitation/create", params: question } };
      return { result: { resultType: "input_required", inputRequests, requestState: "1" } };
    });
    const client = await relayed.client("modern");
    const large = { amount: 50 };
    await client.call("pay", large, showing(ONE));
    await relayed.approveAll();
    const { result } = await client.call("pay", large, showing(ONE));
    expect(objectAt(result, "inputRequests")).toHaveProperty("account");
    const requestState = textAt(result, "requestState") ?? "";
    const back = { requestState, inputResponses: { account: { action: "accept" } } };
    const strange = await client.call("pay", large, { ...back, ...showing(OTHER) });
    expect(wordsOf(strange)).toContain("Denied for now");
    expect(wordsOf(await client.call("pay", large, back))).toContain("Denied for now");
    expect(server.calls).toHaveLength(1);
    const account = { action: "accept", _meta: { ...SHOWN, kept: 1 } };
    const own = { ...back, inputResponses: { account }, ...showing(ONE) };
    expect(wordsOf(await client.call("pay", large, own))).toBe("paid");
    expect(server.calls[1]?.["inputResponses"]).toEqual({
      account: { action: "accept", _meta: { kept: 1 } },
    });
  });

  it("that leaves nothing in a list is no fault of the policy", async () => {
    const { relayed } = paying({ policy: `${TOKENS}${PAYING}` });
    const client = await relayed.client();
    const { result } = await client.request("tools/list", { _meta: SHOWN });
    expect(result?.["tools"]).toEqual([]);
    expect(relayed.logged).toEqual([]);
  });

  it("that is bound, and shown without a proof, lists what it is for and runs nothing", async () => {
    const { relayed, server } = paying({ policy: `${TOKENS}${PAYING}` });
    const client = await relayed.client();
    const now = Date.now();
    const { publicKey: holder } = generateHolderKey();
    const token = mintToken({ tools: ["pay"], expires: now + 60_000 }, ONE, { now, holder });
    const shown = { _meta: { [TOKEN_META]: writeToken(token) } };
    expect((await client.request("tools/list", shown)).result?.["tools"]).toHaveLength(1);
    expect(wordsOf(await client.call("pay", { amount: 1 }, shown))).toContain("token_invalid");
    expect(server.calls).toEqual([]);
  });
});
