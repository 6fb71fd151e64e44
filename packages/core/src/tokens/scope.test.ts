import { describe, expect, it } from "vitest";
import { holds, minted, NOW, refund, verified } from "../../test/minted.ts";
import { ActionEvent } from "../action/event.ts";
import { attenuateToken } from "./make-token.ts";
import { outOfScope } from "./scope.ts";

const token = verified(minted());

describe("a call with a token", () => {
  it("is within it by its tool, its arguments and who calls", () => {
    expect(outOfScope(token, refund({ amount: 50 }), holds)).toBeUndefined();
    expect(outOfScope(token, refund({ amount: 51 }), holds)).toBe("conditions");
    expect(outOfScope(token, refund({ amount: 5 }, { toolName: "payments.pay" }), holds)).toBe(
      "tools",
    );
    expect(outOfScope(token, refund({ amount: 5 }, { actor: "other" }), holds)).toBe("actor");
  });

  it("is not within it where nobody knows", () => {
    expect(outOfScope(token, refund({}), holds)).toBe("conditions");
    expect(outOfScope(token, refund({ amount: "fifty" }), holds)).toBe("conditions");
    expect(outOfScope(token, refund({ amount: 5, fee: { amount: 500 } }), holds)).toBe(
      "conditions",
    );
    const nameless = ActionEvent.create({
      actor: "shop",
      capability: "payments.refund",
      payload: { amount: 5 },
    });
    expect(outOfScope(token, nameless, holds)).toBe("tools");
  });

  it("is not within one whose conditions nobody can read", () => {
    // As another maker of tokens could sign it.
    const { block, ...others } = token.chain.authority;
    const conditions = { amount_less: 50 };
    const strange = { ...token.chain, authority: { ...others, block: { ...block, conditions } } };
    expect(outOfScope({ ...token, chain: strange }, refund({ amount: 5 }), holds)).toBe(
      "conditions",
    );
  });

  it("is within every block, and is made by the last who was named", () => {
    const child = attenuateToken(
      minted(),
      { actor: "helper", conditions: { amount_lte: 10 } },
      { now: NOW },
    );
    const handed = verified(child);
    const by = { actor: "helper" };
    expect(outOfScope(handed, refund({ amount: 10 }, by), holds)).toBeUndefined();
    expect(outOfScope(handed, refund({ amount: 11 }, by), holds)).toBe("conditions");
    expect(outOfScope(handed, refund({ amount: 10 }), holds)).toBe("actor");
    const wider = verified(
      attenuateToken(
        minted(),
        { tools: ["payments.pay"], conditions: { amount_lte: 99 } },
        { now: NOW },
      ),
    );
    expect(outOfScope(wider, refund({ amount: 60 }, { toolName: "payments.pay" }), holds)).toBe(
      "tools",
    );
    expect(outOfScope(wider, refund({ amount: 50 }), holds)).toBe("tools");
  });

  it("is within one for capabilities by a pattern", () => {
    const any = verified(minted({ capabilities: ["payments.*"], conditions: {} }));
    expect(outOfScope(any, refund({}), holds)).toBeUndefined();
    expect(outOfScope(any, refund({}, { capability: "crm.write" }), holds)).toBe("capabilities");
  });
});
