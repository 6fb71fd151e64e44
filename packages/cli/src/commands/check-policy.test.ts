import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const SOUND = `name: ops
tools: { pay: payments.transfer }
deny: [payments.refund]
require_approval: [{ capability: payments.transfer, amount_gt: 1000 }]
warn: [crm.read]
allow: [{ capability: payments.transfer, amount_lte: 1000 }, crm.write]
`;

describe("capfence check-policy", () => {
  it("says what a sound policy holds", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", SOUND);
    const { code, output, errors } = await scratch.run("check-policy", file, "--strict");
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(
      /^policy {2}ops \(\S+ops\.yaml\)\nrules {3}deny 1, require_approval 1, warn 1, allow 2\ntools {3}1\ndigest {2}sha256:[0-9a-f]{64}\nVALID\n$/,
    );
  });

  it("counts the rules of the policies it extends, and says that a policy only observes", async () => {
    const scratch = new Scratch();
    scratch.file("base.yaml", `mode: observe\n${SOUND}`);
    const file = scratch.file(
      "child.yaml",
      "extends: base.yaml\nmode: observe\ndeny: [crm.delete]\n",
    );
    const { output } = await scratch.run("check-policy", file);
    expect(output).toContain("deny 2, require_approval 1, warn 1, allow 2");
    expect(output).toMatch(/^mode {4}observe/m);
  });

  it("names every problem with its place and key", async () => {
    const scratch = new Scratch();
    const file = scratch.file(
      "bad.yaml",
      "deny:\n  - capability: shell.execute\n    containz: rm\nalow: []\n",
    );
    const { code, output, errors } = await scratch.run("check-policy", file);
    expect([code, output]).toEqual([2, ""]);
    const [first, second] = errors.split("\n");
    expect(first).toMatch(
      /bad\.yaml:3:\d+: deny\[0\]\.containz: unknown key "containz"; did you mean "contains"\?$/,
    );
    expect(second).toMatch(/bad\.yaml:4:\d+: alow: unknown key "alow"; did you mean "allow"\?$/);
  });

  it("warns of what is doubtful, and fails for it only when it is told to be strict", async () => {
    const scratch = new Scratch();
    const file = scratch.file("doubtful.yaml", `deny: [shell]\nallow: ["*", shell.execute]\n`);
    const relaxed = await scratch.run("check-policy", file);
    expect(relaxed.code).toBe(0);
    expect(relaxed.output).toMatch(/\nVALID\n$/);
    const [first, second] = relaxed.errors.trimEnd().split("\n");
    expect(first).toMatch(
      /doubtful\.yaml:2:9: warning: allow\[0\]: allows every capability.* \[blanket_allow\]$/,
    );
    expect(second).toMatch(
      /doubtful\.yaml:2:14: warning: allow\[1\]: never allows anything: deny\[0\] \(line 1\).* \[shadowed_allow\]$/,
    );
    expect((await scratch.run("check-policy", file, "--strict")).code).toBe(1);
  });

  it("says all of it as JSON", async () => {
    const scratch = new Scratch();
    const doubtful = scratch.file("doubtful.yaml", `allow: ["*"]\n`);
    const { code, output, errors } = await scratch.run(
      "check-policy",
      doubtful,
      "--json",
      "--strict",
    );
    expect([code, errors]).toEqual([1, ""]);
    expect(JSON.parse(output)).toMatchObject({
      valid: true,
      file: doubtful,
      name: null,
      mode: "enforce",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      rules: { deny: 0, require_approval: 0, warn: 0, allow: 1 },
      findings: [{ code: "blanket_allow", line: 1, key: "allow[0]" }],
    });
    const bad = await scratch.run("check-policy", scratch.file("bad.yaml", "deny: 1"), "--json");
    expect(bad.code).toBe(2);
    expect(JSON.parse(bad.output)).toMatchObject({
      valid: false,
      problems: [{ line: 1, key: "deny" }],
    });
  });

  it("shows a hostile policy harmless", async () => {
    const scratch = new Scratch();
    const file = scratch.file("hostile.yaml", `"\\e[2J\\u202E": 1\nname: "\\e[2J"\n`);
    const { code, errors } = await scratch.run("check-policy", file);
    expect(code).toBe(2);
    expect(errors.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    const named = await scratch.run(
      "check-policy",
      scratch.file("named.yaml", `{ name: "\\e[2J", deny: [a.b] }`),
    );
    expect(named.output).toContain(String.raw`\u001b[2J`);
  });

  it("says why it cannot read a file", async () => {
    const { code, output, errors } = await new Scratch().run("check-policy", "no-such.yaml");
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toMatch(/^capfence: there is no policy at ".*no-such\.yaml"/);
  });
});
