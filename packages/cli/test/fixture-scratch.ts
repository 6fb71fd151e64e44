import { Scratch } from "./scratch.ts";

/** A policy that denies and asks. */
const STRICT = `name: strict
deny: [{ id: no-root, capability: shell.execute, contains: "rm -rf" }]
require_approval: [shell.execute]
`;
/** A policy that marks and allows. */
export const RELAXED = `name: relaxed
tools: { run_shell: shell.execute }
warn: [{ capability: shell.execute, user_role: admin }]
allow: [{ capability: shell.execute, user_role: ops }]
`;
/** Cases for both policies, all of which pass. */
export const FIXTURES = `suite: shell pack
policies: [strict.yaml, relaxed.yaml]
cases:
  - name: lists a folder
    event: { actor: agent, capability: shell.execute, user_role: ops, payload: { command: ls -la } }
    expected: { strict.yaml: require_approval, relaxed.yaml: allow }
  - name: deletes
    event: { actor: agent, capability: shell.execute, payload: { command: rm -rf / } }
    expected: deny
  - name: marks an administrator
    policy: relaxed.yaml
    event: { actor: { id: agent, role: admin }, action: { name: run_shell }, payload: { command: ls } }
    expected: { verdict: warn, reason: policy_allow, rule: "warn[0]" }
`;

/** A folder with both policies and a fixture of this text. */
export function scratchWithFixture(
  fixtures: string,
  name = "fixtures.yaml",
): Scratch & { fixture: string } {
  const scratch = new Scratch();
  scratch.file("strict.yaml", STRICT);
  scratch.file("relaxed.yaml", RELAXED);
  return Object.assign(scratch, { fixture: scratch.file(name, fixtures) });
}
