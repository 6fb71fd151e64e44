import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CapabilitySystem } from "@capfence/core";
import { readSignerKey, readVerifierKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { keyOf, makeApprovers } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";

const POLICY = `# Who may pay.

# The sums are those of the contract.
require_approval:
  - capability: payments.transfer # all of them
allow: [files.read]
`;

const requirementsOf = (file: string) =>
  new CapabilitySystem().loadPolicy(file).approvalRequirements.map((one) => ({
    for: one.patterns.map((pattern) => pattern.join(".")),
    names: one.approvers.map(({ name }) => name),
    quorum: one.quorum,
  }));

describe("capfence approvers add", () => {
  it("makes a key that its passphrase opens, which is asked twice and never shown", async () => {
    const scratch = new Scratch();
    scratch.answers = ["correct horse", "correct horse"];
    const { code, output, errors } = await scratch.run("approvers", "add", "alice");
    expect([code, errors]).toEqual([0, ""]);
    expect(scratch.asked).toHaveLength(2);
    const file = keyOf(scratch, "alice");
    expect(output).toContain(`wrote ${file}; keep it secret`);
    expect(readVerifierKey(/public key: (\S+)/.exec(output)?.[1] ?? "").name).toBe("alice");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(scratch.approvers).mode & 0o777).toBe(0o700);
    const text = readFileSync(file, "utf8");
    expect(text + output).not.toMatch(/PRIVATE|correct horse/);
  });

  it("makes no key where the passphrase is short, or was typed in two ways, or cannot be asked", async () => {
    const scratch = new Scratch();
    for (const answers of [["short"], ["correct horse", "correct house"], []]) {
      scratch.answers = answers;
      expect((await scratch.run("approvers", "add", "alice")).code).toBe(2);
    }
    expect(existsSync(keyOf(scratch, "alice"))).toBe(false);
    expect((await scratch.run("approvers", "add", "alice")).errors).toContain("--no-passphrase");
  });

  it("leaves a key unprotected only where that is asked for, and says what it means", async () => {
    const scratch = new Scratch();
    const { errors } = await scratch.run("approvers", "add", "alice", "--no-passphrase");
    expect(errors).toContain("whatever reads that file, an agent as well, can approve");
    const { verifier } = readSignerKey(readFileSync(keyOf(scratch, "alice"), "utf8"));
    expect(verifier.name).toBe("alice");
  });

  it("never replaces a key, and adds the one there is to another policy", async () => {
    const scratch = new Scratch();
    const [line = ""] = await makeApprovers(scratch, "alice");
    expect((await scratch.run("approvers", "add", "alice", "--no-passphrase")).code).toBe(1);
    const policy = scratch.file("policy.yaml", POLICY);
    const { code } = await scratch.run("approvers", "add", "alice", "--policy", policy);
    expect(code).toBe(0);
    expect(readFileSync(policy, "utf8")).toContain(line);
  });

  it.each(["../alice", "a/b", ".hidden", "two words", "", "a+b"])(
    "makes no file of the name %j",
    async (name) => {
      const scratch = new Scratch();
      expect((await scratch.run("approvers", "add", name, "--no-passphrase")).code).toBe(2);
      expect(existsSync(scratch.approvers)).toBe(false);
    },
  );

  it("adds to the policy, whose comments and all else stay", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    chmodSync(policy, 0o644);
    const add = (name: string, ...more: readonly string[]) =>
      scratch.run("approvers", "add", name, "--no-passphrase", "--policy", policy, ...more);
    expect((await add("alice")).output).toContain("policy.yaml: alice approves all capabilities");
    expect((await add("bob", "--for", "payments.*")).output).toContain("bob approves payments.*");
    await add("carol", "--for", "Payments.*");
    await add("dan", "--for", "payments.*", "--for", "refunds.issue");
    expect(requirementsOf(policy)).toEqual([
      { for: [], names: ["alice"], quorum: 1 },
      { for: ["payments.*"], names: ["bob", "carol"], quorum: 1 },
      { for: ["payments.*", "refunds.issue"], names: ["dan"], quorum: 1 },
    ]);
    const text = readFileSync(policy, "utf8");
    expect(text).toMatch(/^# Who may pay\.\n/);
    expect(text).toContain("# The sums are those of the contract.\nrequire_approval:\n");
    expect(text).toContain("- capability: payments.transfer # all of them\n");
    expect(statSync(policy).mode & 0o777).toBe(0o644);
  });

  it("adds to one that is written as a single mapping, in JSON, or behind a link", async () => {
    const scratch = new Scratch();
    const [alice = ""] = await makeApprovers(scratch, "alice", "bob");
    const single = scratch.file(
      "single.yaml",
      `approvals: { approvers: ${alice} }\nallow: [files.read]\n`,
    );
    const json = scratch.file("policy.json", `{"allow":["files.read"]}`);
    const link = join(scratch.folder, "link.yaml");
    symlinkSync(scratch.file("behind.yaml", POLICY), link);
    for (const policy of [single, json, link])
      expect((await scratch.run("approvers", "add", "bob", "--policy", policy)).code).toBe(0);
    expect(requirementsOf(single)[0]?.names).toEqual(["alice", "bob"]);
    expect(JSON.parse(readFileSync(json, "utf8")).approvals.approvers).toHaveLength(1);
    expect(requirementsOf(join(scratch.folder, "behind.yaml"))[0]?.names).toEqual(["bob"]);
  });

  it("adds the public key of somebody else, and never repeats a private one", async () => {
    const scratch = new Scratch();
    const elsewhere = new Scratch();
    const [line = ""] = await makeApprovers(elsewhere, "bob");
    const policy = scratch.file("policy.yaml", POLICY);
    const add = (...more: readonly string[]) =>
      scratch.run("approvers", "add", "bob", "--policy", policy, "--public", ...more);
    const secret = readFileSync(keyOf(elsewhere, "bob"), "utf8").trim();
    const refused = await add(secret);
    expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining("a private key")]);
    expect(refused.errors).not.toContain(secret);
    expect((await add("nonsense")).code).toBe(2);
    expect((await add(line.replace("bob+", "eve+"))).code).toBe(2);
    expect(
      (await scratch.run("approvers", "add", "eve", "--policy", policy, "--public", line)).code,
    ).toBe(2);
    expect(readFileSync(policy, "utf8")).toBe(POLICY);
    expect((await add(line)).code).toBe(0);
    expect(requirementsOf(policy)[0]?.names).toEqual(["bob"]);
    expect(existsSync(scratch.approvers)).toBe(false);
  });

  it("refuses who is there already, and a second key of the same name, which would count twice", async () => {
    const scratch = new Scratch();
    const elsewhere = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const [own = ""] = await makeApprovers(scratch, "alice");
    const [other = ""] = await makeApprovers(elsewhere, "alice");
    const add = (line: string) =>
      scratch.run("approvers", "add", "alice", "--policy", policy, "--public", line);
    expect((await add(own)).code).toBe(0);
    expect(await add(own)).toMatchObject({ code: 1, errors: expect.stringContaining("already") });
    expect(await add(other)).toMatchObject({
      code: 1,
      errors: expect.stringContaining("two keys would count as two people"),
    });
  });

  it.each([
    ["does not load", "deny: [5]\n"],
    ["has an anchor in use", "require_approval: &rules\n  - payments.transfer\nallow: *rules\n"],
    ["is no mapping", "- allow\n"],
  ])("leaves a policy alone that %s", async (_why, text) => {
    const scratch = new Scratch();
    await makeApprovers(scratch, "alice");
    const policy = scratch.file("policy.yaml", text);
    const { code } = await scratch.run("approvers", "add", "alice", "--policy", policy);
    expect(code).toBe(2);
    expect(readFileSync(policy, "utf8")).toBe(text);
  });
});

describe("capfence approvers list", () => {
  it("says who may approve what, as a table and as JSON", async () => {
    const scratch = new Scratch();
    const [alice = "", bob = ""] = await makeApprovers(scratch, "alice", "bob");
    const policy = scratch.file(
      "policy.yaml",
      `approvals:\n  - { for: payments.*, approvers: [${alice}, ${bob}], quorum: 2 }\n${POLICY}`,
    );
    const { output } = await scratch.run("approvers", "list", "--policy", policy);
    expect(output).toMatch(/^for +approver +quorum +not_self +public key +place\n/);
    expect(output).toMatch(/payments\.\* +alice +2 +true +alice\+/);
    const json = await scratch.run("approvers", "list", "--policy", policy, "--json");
    expect(JSON.parse(json.output)).toMatchObject([
      { for: ["payments.*"], quorum: 2, not_self: true, approvers: [{ key: alice }, { key: bob }] },
    ]);
  });

  it("says what it means that there are none", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const { code, output } = await scratch.run("approvers", "list", "--policy", policy);
    expect([code, output]).toEqual([0, expect.stringContaining("not authenticated")]);
  });
});

describe("capfence approvers remove", () => {
  it("takes an approver out everywhere, or out of one entry", async () => {
    const { policy, remove } = await threeApprovers();
    expect((await remove("carol", "--for", "payments.*")).output).toContain("out of one entry");
    expect(requirementsOf(policy).map(({ names }) => names)).toEqual([
      ["alice", "bob"],
      ["alice", "bob"],
    ]);
    expect(readFileSync(policy, "utf8")).toContain("# on call");
    expect(await remove("carol")).toMatchObject({ code: 1 });
    expect(await remove("bob", "--for", "refunds.*")).toMatchObject({ code: 1 });
  });

  it("refuses to leave fewer than must approve, or nobody, and says how to mend it", async () => {
    const { policy, remove } = await threeApprovers();
    await remove("carol");
    const before = readFileSync(policy, "utf8");
    expect(await remove("bob")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("1 would be left, and 2 must approve; add another first"),
    });
    expect(readFileSync(policy, "utf8")).toBe(before);
    const lone = await threeApprovers();
    await lone.remove("carol");
    expect((await lone.remove("alice")).code).toBe(1);
  });

  it("refuses to take the last one out, which would let anybody approve", async () => {
    const scratch = new Scratch();
    const [alice = ""] = await makeApprovers(scratch, "alice");
    const policy = scratch.file("policy.yaml", `approvals: { approvers: [${alice}] }\n${POLICY}`);
    const { code, errors } = await scratch.run("approvers", "remove", "alice", "--policy", policy);
    expect([code, errors]).toEqual([1, expect.stringContaining("the last approver")]);
  });
});

async function threeApprovers() {
  const scratch = new Scratch();
  const [alice = "", bob = "", carol = ""] = await makeApprovers(scratch, "alice", "bob", "carol");
  const policy = scratch.file(
    "policy.yaml",
    `approvals:
- { for: payments.*, approvers: [${alice}, ${bob}, ${carol}], quorum: 2 }
- approvers: # everything else
    - ${alice} # on call
    - ${bob}
${POLICY}`,
  );
  const remove = (name: string, ...more: readonly string[]) =>
    scratch.run("approvers", "remove", name, "--policy", policy, ...more);
  return { policy, remove };
}
