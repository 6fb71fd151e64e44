import { join } from "node:path";
import { ActionEvent, type JsonObject } from "@capfence/core";
import { type Block, blocksOf, readToken } from "@capfence/core/tokens";
import { type Result, Scratch } from "./scratch.ts";

/** Options that make a token for refunds up to 50, for five minutes. */
export const REFUNDS: readonly string[] = [
  "--tool",
  "pay",
  "--ttl",
  "5m",
  "--limit",
  "amount_lte=50",
  "--agent",
  "shop",
];

/** An issuer, whose key is the only one here, holders, and a gate that takes the issuer's tokens. */
export class TokenDesk extends Scratch {
  /** The public key of each who holds tokens. */
  readonly holders: Record<string, string> = {};
  issuer = "";
  policy = "";

  /** Makes the issuer's key, one for each holder, the policy of a gate, and its log. */
  static async open(...holders: readonly string[]): Promise<TokenDesk> {
    const desk = new TokenDesk();
    const { output } = await desk.run("approvers", "add", "acme", "--no-passphrase");
    desk.issuer = /public key: (\S+)/.exec(output)?.[1] ?? "";
    for (const name of holders) {
      const made = await desk.run("token", "holder", "--out", desk.keyOf(name));
      desk.holders[name] = made.output.trim();
    }
    desk.policy = desk.file("policy.yaml", desk.policyText());
    await desk.run("storage", "init");
    return desk;
  }

  /** The policy of the gate "desk", with more for its tokens. */
  policyText(more = ""): string {
    return `tools: { pay: payments.refund }
tokens: { issuers: ["${this.issuer}"], audience: desk${more} }
allow: [payments.refund]
`;
  }

  keyOf(holder: string): string {
    return join(this.folder, `${holder}.key`);
  }

  /** The token that a command prints. */
  async made(...parameters: readonly string[]): Promise<string> {
    const { code, output, errors } = await this.run("token", ...parameters);
    if (code !== 0) throw new Error(errors);
    return output.trim();
  }

  /** A token for refunds, bound to a holder, or, where none is named, a bearer token. */
  minted(holder?: string, ...more: readonly string[]): Promise<string> {
    const bound = holder === undefined ? [] : ["--holder", this.holders[holder] ?? ""];
    return this.made("mint", ...REFUNDS, ...bound, ...more);
  }

  /** The proof of a refund by a holder. */
  proof(token: string, holder: string, payload: object): Promise<string> {
    const call = ["--audience", "desk", "--tool", "pay", "--arguments", JSON.stringify(payload)];
    return this.made("prove", token, "--key", this.keyOf(holder), ...call);
  }

  /** Runs `capfence verify` on a token for the gate here. */
  verify(token: string, ...more: readonly string[]): Promise<Result> {
    return this.run("verify", "--token", token, "--policy", this.policy, ...more);
  }

  /** A refund as the gate sees it, with the token; gives the reason of what was decided. */
  async call(
    token: string,
    proof: string,
    payload: JsonObject,
    actor = "shop",
    policy: string = this.policyText(),
  ): Promise<string> {
    const capability = "payments.refund";
    const event = ActionEvent.create({ actor, capability, toolName: "pay", payload });
    const runtime = this.runtime(policy);
    const { reason } = await runtime.execute(event, { token: { text: token, proof } });
    await runtime.auditTrail.close();
    return reason;
  }
}

/** The blocks of a token's text. */
export function blocksIn(text: string): readonly Block[] {
  return blocksOf(readToken(text).chain);
}
