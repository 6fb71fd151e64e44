import {
  generateHolderKey,
  mintToken,
  type PresentedToken,
  type ProvenCall,
  writeToken,
} from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { until } from "../../../test/gateway/until.ts";
import type { StoredToken } from "../config/settings.ts";
import type { Principal } from "../identity/principal.ts";
import { presented } from "../identity/stored-tokens.ts";
import { TOKEN_META } from "./take-token.ts";

const ISSUER = readSignerKey(generateSignerKey("issuer"));
const HOLDER = generateHolderKey();
const POLICY = `tokens: { issuers: [${writeVerifierKey(ISSUER.verifier)}], audience: bank, required: true }\n${PAYING}`;
const HELD = { approvals: { channel: "queue", wait: 60_000 } } as const;
const ERAS = ["legacy", "modern"] as const;

/** A token that the gateway keeps with the key of its holder. */
function kept(tools: readonly string[]): StoredToken {
  const now = Date.now();
  const options = { now, holder: HOLDER.publicKey };
  const token = mintToken({ tools, expires: now + 60_000 }, ISSUER, options);
  return { text: writeToken(token), key: HOLDER.privateKey, files: [] };
}

/** The agent's token, with the proof of another call. */
function misproven({ key }: Principal, call?: ProvenCall): PresentedToken | undefined {
  if (key !== "agent") return undefined;
  return presented(kept(["pay"]), "bank", call && { ...call, tool: "read" });
}

function forReading(_principal: Principal, call?: ProvenCall): PresentedToken {
  return presented(kept(["read"]), "bank", call);
}

describe.each(ERAS)("a token that is kept for a caller (%s)", (era) => {
  it("is taken for calls that need an approval, each time with a proof of its own", async () => {
    let token = kept(["pay"]);
    const proofs: unknown[] = [];
    const storedToken = (_principal: Principal, call?: ProvenCall): PresentedToken => {
      const shown = presented(token, "bank", call);
      if (shown.proof !== undefined) proofs.push(shown.proof);
      return shown;
    };
    const { relayed, server } = paying({ policy: POLICY, storedToken, settings: HELD });
    const client = await relayed.client(era);
    const answer = client.call("pay", { amount: 50 });
    await until(async () => (await relayed.runtime.approvals.pending()).length === 1);
    // By the time that a human has answered, the first may have ended, and its proof has.
    token = kept(["pay"]);
    await relayed.approveAll();
    expect(wordsOf(await answer)).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
    expect(new Set(proofs).size).toBe(proofs.length);
    expect(proofs.length).toBeGreaterThan(1);
  });

  it("is looked up once for a list, however many tools that has", async () => {
    let lookups = 0;
    const storedToken = (): PresentedToken => {
      lookups += 1;
      return presented(kept(["pay"]), "bank", undefined);
    };
    const { relayed } = paying({ policy: POLICY, storedToken });
    const client = await relayed.client(era);
    lookups = 0;
    expect(await client.tools()).toEqual(["pay"]);
    expect(lookups).toBe(1);
  });

  it("denies a call that it is gone for, rather than have that judged as if there had been none", async () => {
    const policy = POLICY.replace("required: true", "required: false");
    let token: StoredToken | undefined = kept(["read"]);
    const storedToken = (_principal: Principal, call?: ProvenCall): PresentedToken | undefined => {
      const shown = token && presented(token, "bank", call);
      // As a reload does that takes the caller out, while a server is slow to list its tools.
      token = undefined;
      return shown;
    };
    const { relayed, server } = paying({ policy, storedToken });
    const client = await relayed.client(era);
    token = kept(["read"]);
    expect(wordsOf(await client.call("pay", { amount: 1 }))).toContain("token_invalid");
    expect(server.calls).toEqual([]);
    expect(wordsOf(await client.call("pay", { amount: 1 }))).toBe("ran pay");
  });

  it("is no other caller's, and proves no other call", async () => {
    const { relayed, server } = paying({ policy: POLICY, storedToken: misproven });
    const other = await relayed.client(era, {}, somebody("other"));
    expect(wordsOf(await other.call("pay", { amount: 1 }))).toContain("token_required");
    const client = await relayed.client(era);
    expect(wordsOf(await client.call("pay", { amount: 1 }))).toContain("token_invalid");
    expect(server.calls).toEqual([]);
  });

  it("says nothing by the status of HTTP, as its client has shown nothing that it could replace", async () => {
    const { relayed } = paying({ policy: POLICY, storedToken: forReading });
    const client = await relayed.client(era);
    const denied = await client.call("pay", { amount: 1 });
    expect(wordsOf(denied)).toContain("token_scope");
    expect(denied.unauthorized).toBeUndefined();
    const shown = { _meta: { [TOKEN_META]: "capfence1.a.b" } };
    expect((await client.call("pay", { amount: 1 }, shown)).unauthorized).toMatchObject({
      status: 401,
    });
  });
});
