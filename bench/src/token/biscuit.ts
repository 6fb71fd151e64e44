import type { Biscuit } from "@biscuit-auth/biscuit-wasm";
import { MOST, NOW, type TokenKind } from "./contenders.ts";

// Its limit is by the clock on the wall, and an answer must not depend on what else the machine does.
const LIMITS = { max_facts: 1000, max_iterations: 100, max_time_micro: 10_000_000 };
const CODE =
  'tool("payments.refund"); gate("gate"); check if time($time), $time < 2026-01-01T00:05:00Z;';
const NARROWER = `check if amount($amount), $amount <= ${MOST};`;

/** Biscuit (Eclipse): the same facts and checks in two blocks; nothing proves that who shows it holds it. */
export async function biscuitTokens(): Promise<TokenKind> {
  const wasm = await quietly();
  const { AuthorizerBuilder, Fact, KeyPair, Policy, SignatureAlgorithm } = wasm;
  const root = new KeyPair(SignatureAlgorithm.Ed25519);
  const [privateKey, publicKey] = [root.getPrivateKey(), root.getPublicKey()];
  const mint = (): Biscuit => {
    const builder = wasm.Biscuit.builder();
    builder.addCode(CODE);
    return builder.build(privateKey);
  };
  const first = mint();
  const narrow = (): string => {
    const block = wasm.Biscuit.block_builder();
    block.addCode(NARROWER);
    const token = first.appendBlock(block);
    const text = token.toBase64();
    token.free();
    block.free();
    return text;
  };
  const text = narrow();
  const policy = Policy.fromString(
    "allow if tool($tool), called($tool), gate($gate), asking($gate)",
  );
  const facts = [
    'called("payments.refund")',
    'asking("gate")',
    `time(${new Date(NOW).toISOString().replace(".000", "")})`,
  ].map((fact) => Fact.fromString(fact));
  return {
    name: "biscuit-wasm",
    characters: text.length,
    verify: (amount) => {
      const token = wasm.Biscuit.fromBase64(text, publicKey);
      const builder = new AuthorizerBuilder();
      for (const fact of facts) builder.addFact(fact);
      const fact = Fact.fromString(`amount(${amount})`);
      builder.addFact(fact);
      fact.free();
      builder.addPolicy(policy);
      const authorizer = builder.buildAuthenticated(token);
      try {
        return authorizer.authorizeWithLimits(LIMITS) === 0;
      } catch (error) {
        if (JSON.stringify(error).includes("FailedLogic")) return false;
        throw error;
      } finally {
        authorizer.free();
        token.free();
      }
    },
    mint: () => {
      const token = mint();
      const made = token.toBase64();
      token.free();
      return made;
    },
    narrow,
  };
}

/** It greets on standard output as it is imported. */
async function quietly(): Promise<typeof import("@biscuit-auth/biscuit-wasm")> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await import("@biscuit-auth/biscuit-wasm");
  } finally {
    console.log = log;
  }
}
