import { describe, expect, it } from "vitest";
import { type Call, decide, truthOf } from "../../../test/judge.ts";

const denied = (call: Call): string => truthOf("restrict", "environment: production", call);

describe("environment", () => {
  it("is compared without regard to case", () => {
    expect(denied({ environment: "PRODUCTION" })).toBe("true");
    const upper = truthOf("restrict", "environment: Production", { environment: "production" });
    expect(upper).toBe("true");
  });

  it.each(["development", "test", "staging"])(
    "is false in %s, which every policy knows",
    (environment) => {
      expect(denied({ environment })).toBe("false");
    },
  );

  it.each(["prod", "production-eu", "live", "prd", "0"])(
    "is uncertain in %s, which nobody named, for deny and allow alike",
    (environment) => {
      expect(denied({ environment })).toBe("uncertain");
      expect(truthOf("permit", "environment: test", { environment })).toBe("uncertain");
    },
  );

  it("is uncertain where the host does not say, whatever the payload says", () => {
    expect(denied({ payload: { environment: "test" } })).toBe("uncertain");
    expect(truthOf("permit", 'environment: "*"', { payload: {} })).toBe("uncertain");
  });

  it("is false in an environment that another part of the policy names", () => {
    expect(denied({ environment: "qa", environments: ["qa"] })).toBe("false");
  });

  it("takes globs and lists", () => {
    const truths = ["prod", "production", "staging", "test", "qa"].map((environment) =>
      truthOf("restrict", 'environment: ["prod*", staging]', { environment }),
    );
    expect(truths).toStrictEqual(["true", "true", "true", "false", "uncertain"]);
  });
});

describe("a policy that names environments", () => {
  const text = `
environments: [QA]
deny: [{ capability: deploy.run, environment: production }]
require_approval: [{ capability: deploy.run, environment: canary }]
allow: [deploy.run]
`;
  const effect = (environment?: string): string => {
    const call = {
      capability: "deploy.run",
      ...(environment === undefined ? {} : { environment }),
    };
    const { effect: made, uncertain } = decide(text, call);
    return uncertain.length === 0 ? made : `${made} for want of ${uncertain.join()}`;
  };

  it.each([
    ["production", "deny"],
    ["canary", "require_approval"],
    ["qa", "allow"],
    ["staging", "allow"],
    ["prod", "deny for want of environment"],
    [undefined, "deny for want of environment"],
  ])("in %s: %s", (environment, expected) => {
    expect(effect(environment)).toBe(expected);
  });
});
