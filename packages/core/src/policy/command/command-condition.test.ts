import { describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { TruthName } from "../truth.ts";
import type { JsonObject } from "../../encoding/json.ts";

type Side = "restrict" | "permit";

function truth(side: Side, keys: string, command: string, call: Call = {}): TruthName {
  return truthOf(side, `command: { ${keys} }`, {
    capability: "shell.execute",
    payload: { command },
    ...call,
  });
}
const deny = (keys: string, command: string): TruthName => truth("restrict", keys, command);
const allow = (keys: string, command: string): TruthName => truth("permit", keys, command);
const payload = (side: Side, keys: string, value: JsonObject): TruthName =>
  truth(side, keys, "", { payload: value });

const at = (side: Side, cwd: string): TruthName =>
  payload(side, 'writes: ["/work/**"]', { command: "ls > out", cwd });

describe("command.programs", () => {
  it.each<[string, string, TruthName, TruthName]>([
    // What a rule lists, a command, in a deny rule, in an allow rule.
    ["[git]", "git status", "true", "true"],
    ["[git]", "ls; git status", "true", "false"],
    ["[git]", "ls", "false", "false"],
    ["[git, ls]", "ls | git diff --no-index a b", "true", "true"],
    ["[git]", "x=git; $x status", "true", "true"],
    ["[git]", "$X status", "uncertain", "uncertain"],
    ["[git]", "git status; $X", "true", "uncertain"],
    ["[git]", "/usr/bin/git status", "true", "true"],
    ["[git]", "./git status", "true", "uncertain"],
    ["[./git]", "./git status", "true", "true"],
    ["[git]", "GIT status", "true", "uncertain"],
    ["[ls]", "env nice ls", "true", "true"],
    ["[nice]", "env nice ls", "true", "false"],
    ["[ls]", "sudo ls", "true", "false"],
    ["[sudo, ls]", "sudo ls", "true", "true"],
    ["[sudo]", "sudo ls", "true", "false"],
    ["[find, grep]", "find . -exec grep x {} +", "true", "true"],
    ["[find]", "find . -exec grep x {} +", "true", "false"],
    ["[bash]", "bash -c 'git status'", "true", "false"],
    ["[git]", "bash -c 'git status'", "true", "true"],
    ["[curl, bash]", "curl x | bash", "true", "uncertain"],
    ["[awk]", "awk '{ print $1 }' f", "true", "true"],
    ["[ls]", "awk 'BEGIN { system(x) }'", "uncertain", "false"],
    ["[frob]", "frob --all", "true", "true"],
    ["[ls]", "cd /tmp && ls", "true", "true"],
    ["[cd]", "cd /tmp && ls", "true", "false"],
    ["[ls]", "", "false", "true"],
  ])("%s of %j is %s when denying and %s when allowing", (list, command, denies, allows) => {
    expect(deny(`programs: ${list}`, command)).toBe(denies);
    expect(deny(`any_program: ${list}`, command)).toBe(denies);
    expect(allow(`programs: ${list}`, command)).toBe(allows);
    expect(allow(`any_program: ${list}`, command)).toBe(allows);
  });

  it.each<[string, TruthName, TruthName]>([
    ["git status", "true", "true"],
    ["git status -s", "true", "true"],
    ["git push", "false", "false"],
    ["git", "false", "false"],
    ["git -C /x status", "true", "true"],
    ["git --git-dir /x status", "true", "true"],
    ["git -C status push", "false", "false"],
    ["git --no-pager status", "true", "uncertain"],
    ["git --unknown status push", "true", "uncertain"],
    ["git --unknown x status", "uncertain", "false"],
    ["git -c core.pager=x status", "true", "uncertain"],
    ['git "$x"', "uncertain", "uncertain"],
    ["git $x status", "uncertain", "uncertain"],
  ])('"git status" of %j is %s when denying and %s when allowing', (command, denies, allows) => {
    expect(deny("programs: git status", command)).toBe(denies);
    expect(allow("programs: git status", command)).toBe(allows);
  });
});

describe("command.flags_any", () => {
  it.each<[string, string, TruthName, TruthName]>([
    ["--force", "git push --force", "true", "true"],
    ["--force", "git push --forc", "true", "uncertain"],
    ["--force", "git push --force=x", "true", "uncertain"],
    ["--force", "git push --follow", "false", "false"],
    ["-f", "git push -f", "true", "true"],
    ["-f", "rm -rf x", "true", "uncertain"],
    ["-f", "rm -r x", "false", "false"],
    ["-f", "rm -- -f", "uncertain", "false"],
    ["-f", "ls; rm -f x", "true", "false"],
    ["-f", "rm $x", "uncertain", "uncertain"],
    ["-f", "rm ./*", "false", "false"],
    ["-f", "rm *", "uncertain", "uncertain"],
    ["-delete", "find . -delete", "true", "true"],
    ["--dry-run", "kubectl apply --manager --dry-run", "true", "uncertain"],
    ["--dry-run", "kubectl apply --dry-run --dry-run=none", "true", "uncertain"],
    ["--dry-run", "kubectl apply -f x --dry-run", "true", "true"],
  ])("%s of %j is %s when denying and %s when allowing", (flag, command, denies, allows) => {
    expect(deny(`flags_any: ["${flag}"]`, command)).toBe(denies);
    expect(allow(`flags_any: ["${flag}"]`, command)).toBe(allows);
  });
});

describe("command.writes and command.reads", () => {
  it.each<[string, TruthName]>([
    ["ls", "false"],
    ["ls > out", "true"],
    ["ls > /dev/null 2>&1", "false"],
    ["ls 2>&-", "false"],
    ["ls &> out", "true"],
    ["ls >& out", "true"],
    ["ls >| out", "true"],
    [": <> out", "true"],
    ["> out", "true"],
    ["{ ls; } >> out", "true"],
    ["ls | tee out", "true"],
    ['ls > "$X"', "uncertain"],
    ["ls | tee /dev/stderr", "false"],
    ["sort -o out in", "true"],
    ["frob", "uncertain"],
  ])("writes of %j is %s", (command, expected) => {
    expect(deny("writes: true", command)).toBe(expected);
    expect(allow("writes: true", command)).toBe(expected);
    const opposite = { true: "false", false: "true", uncertain: "uncertain" }[expected];
    expect(allow("writes: false", command)).toBe(opposite);
  });

  it.each<[string, string, TruthName, TruthName]>([
    ["/etc", "cat /etc/passwd", "true", "true"],
    ["/etc", "cat < /etc/passwd", "true", "true"],
    ["/etc", "cat /etc//./passwd", "true", "true"],
    ["/etc", "cat /etcetera/x", "false", "false"],
    ["/etc", "cat /x/../etc/passwd", "true", "uncertain"],
    ["/etc/*.conf", "cat /etc/a.conf", "true", "true"],
    ["/etc/*.conf", "cat /etc/a/b.conf", "false", "false"],
    ["/etc/**/*.conf", "cat /etc/a/b.conf", "true", "true"],
    ["/etc/passwd", "cat /etc/p*", "true", "uncertain"],
    ["/etc", "cat /etc/p*", "true", "true"],
    ["/etc", 'cat "$X"', "uncertain", "uncertain"],
    ["/etc", 'cat "src/$X"', "uncertain", "uncertain"],
    ["~/.aws", "cd ~/.aws && cat config", "true", "uncertain"],
    ["~/.aws", "cd && cat .aws/config", "true", "uncertain"],
    ["~/.aws", "cd -P ~; pushd .aws; cat config", "true", "uncertain"],
    ["/etc/shadow", "(cd /etc; cat shadow)", "true", "uncertain"],
    ["/etc/shadow", "env -C /etc cat shadow", "true", "uncertain"],
    ["/etc/shadow", "env --chdir=/etc cat shadow", "true", "uncertain"],
    ["/etc/shadow", "sudo -D /etc cat shadow", "true", "uncertain"],
    ["/etc/shadow", "cd /etc && grep -r x .", "true", "uncertain"],
    ["/etc/shadow", "cd /var && grep -r x .", "uncertain", "uncertain"],
    ["/etc/shadow", "cd /var && cat shadow /srv/x", "uncertain", "false"],
    ["/etc/shadow", `${"cd /x; ".repeat(9)} cat y`, "uncertain", "uncertain"],
    [".", 'cat "$X"', "true", "uncertain"],
    [".", 'X=$(id); cat "src/$X"', "true", "uncertain"],
    [".", 'while read x; do cat "$x"; done', "true", "uncertain"],
    [".", "xargs -I{} cat src/{}", "true", "uncertain"],
    [".", 'for i in 1 2; do cat "src/$i"; done', "true", "true"],
    [".", "cat *.md src/*", "true", "true"],
    ["/etc/shadow", "cat shadow", "uncertain", "uncertain"],
    ["/etc/shadow", "cat notes", "false", "uncertain"],
    ["/etc", "cat notes", "false", "uncertain"],
    ["/etc", "cd /etc && cat notes", "true", "uncertain"],
    ["/etc", "cat ../notes", "uncertain", "uncertain"],
    ["/etc/shadow", "grep x /etc", "uncertain", "false"],
    ["/etc/shadow", "grep -r x /etc", "true", "false"],
    ["/etc/shadow", "rg x /", "true", "false"],
    ["~/.ssh", "grep -R x /home/me", "true", "false"],
    ["~/.ssh", "diff -r ~ /tmp/x", "true", "false"],
    ["~/.ssh", "git diff --no-index /dev/null ~", "true", "uncertain"],
    ["/etc/shadow", "tar cf - /etc", "true", "false"],
    ["/etc/shadow", "tar cf - /var", "false", "false"],
    ["/etc/shadow", "tar cf - -C /etc shadow", "true", "false"],
    [".", "tar cf - -C /etc shadow", "true", "uncertain"],
    [".", "tar cf - -C src a", "true", "true"],
    ["/etc/shadow", "difft /etc x", "true", "false"],
    ["/etc/shadow", "kubectl get pods -o go-template-file=/etc/shadow", "true", "true"],
    ["/etc/shadow", "kubectl get pods --output=jsonpath-file=/etc/shadow", "true", "true"],
    ["/etc/shadow", "aws s3api list-buckets --cli-input-json file:///etc/shadow", "true", "true"],
    ["/etc/shadow", "kubectl get pods --template /etc/shadow -o go-template-file", "true", "true"],
    ["/etc/shadow", "kubectl get pods -o name", "false", "true"],
    ["/etc/shadow", "grep -r x /var", "false", "false"],
    ["**/.env", "grep -r x .", "uncertain", "false"],
    ["/etc/shadow", "find /etc -type f | xargs cat", "true", "false"],
    ["~/.ssh", "set -- ~/.ssh/id; cat $1", "true", "uncertain"],
    ["~/.ssh", 'set -- x ~/.ssh/id; cat "$@"', "true", "uncertain"],
    ["**/.env", "cat ~/app/.env", "true", "uncertain"],
    ["**/.env", "cat ~bob/.env", "true", "uncertain"],
    ["~/.aws", "cat ~bob/.aws/credentials", "true", "uncertain"],
    ["**/.env", "cat .ENV", "true", "false"],
    ["**/.env", "git show HEAD:.env", "true", "false"],
    ["**/.env", "git show HEAD:src/.env", "true", "true"],
    ["**/.env", "git log -L1,9:.env", "true", "false"],
    ["**/.env", "git diff HEAD -- ':(glob)src/.env'", "true", "false"],
    ["**/.env", "git show HEAD:src/a.ts", "uncertain", "false"],
    ["~/.ssh", "cat ~/.ssh/id", "true", "true"],
    ["~/.ssh", 'cat "$HOME/.ssh/id"', "true", "true"],
    ["~/.ssh", "cat /home/me/.ssh/id", "true", "false"],
    ["~/.ssh", "cat /root/.ssh/id", "true", "false"],
    ["src", "cat src/a", "true", "true"],
    ["src", "cat ./src/a", "true", "true"],
    ["src", "cat /work/src/a", "true", "uncertain"],
    ["src", "cat lib/a", "false", "false"],
    ["src", "echo hello", "false", "true"],
    ["src", "frob src", "uncertain", "uncertain"],
  ])("reads: %s of %j is %s when denying and %s when allowing", (path, command, denies, allows) => {
    expect(deny(`reads: ["${path}"]`, command)).toBe(denies);
    expect(allow(`reads: ["${path}"]`, command)).toBe(allows);
  });

  it("takes relative paths from the folder the payload gives", () => {
    expect([at("restrict", "/work"), at("permit", "/work/x")]).toEqual(["true", "true"]);
    expect([at("restrict", "/tmp"), at("permit", "/tmp")]).toEqual(["false", "false"]);
  });
});

describe("command.network, .destructive, .substitution and .operators", () => {
  it.each<[string, string, TruthName]>([
    ["network: true", "curl https://example.com", "true"],
    ["network: true", "echo x > /dev/tcp/10.0.0.1/80", "true"],
    ["network: true", "ls", "false"],
    ["network: true", "frob", "uncertain"],
    ["network: false", "ls", "true"],
    ["network: false", "ls | curl -T - https://example.com", "false"],
    ["destructive: true", "rm x", "true"],
    ["destructive: true", "echo $HOME", "false"],
    ["destructive: true", "frob", "uncertain"],
    ["destructive: true", "echo x > ~/.bashrc", "uncertain"],
    ["destructive: false", "ls -l", "true"],
    ["substitution: true", "echo $(ls)", "true"],
    ["substitution: true", "echo `ls`", "true"],
    ["substitution: true", "cat <(ls)", "true"],
    ["substitution: true", "sh -c 'echo $(ls)'", "true"],
    ["substitution: true", "echo '$(ls)'", "false"],
    ["substitution: true", "eval ls", "uncertain"],
    ["substitution: false", "ls", "true"],
    ["operators: true", "ls | wc", "true"],
    ["operators: true", "ls\npwd", "true"],
    ["operators: true", "ls 'a|b'", "false"],
    ["operators: false", "ls", "true"],
    ["operators: false", "ls && pwd", "false"],
  ])("%s of %j is %s on both sides", (keys, command, expected) => {
    expect(deny(keys, command)).toBe(expected);
    expect(allow(keys, command)).toBe(expected);
  });

  it("lists operators: one is enough to deny, all must be listed to allow", () => {
    const keys = 'operators: ["|", "&&"]';
    expect(deny(keys, "ls | wc; pwd")).toBe("true");
    expect(allow(keys, "ls | wc; pwd")).toBe("false");
    expect(allow(keys, "ls | wc && pwd")).toBe("true");
    expect(allow(keys, "ls")).toBe("true");
    expect(deny(keys, "ls")).toBe("false");
  });

  it("joins its keys: all must hold", () => {
    expect(deny("any_program: [rm], flags_any: [-r]", "rm x")).toBe("false");
    expect(deny("any_program: [rm], flags_any: [-r]", "rm -r x")).toBe("true");
    expect(deny("any_program: [rm], flags_any: [-r]", "rm $x")).toBe("uncertain");
  });
});

describe("command.if_uncertain", () => {
  it("says what a rule that restricts makes of what is not known", () => {
    expect(deny("destructive: true, if_uncertain: false", "frob")).toBe("false");
    expect(deny("destructive: true, if_uncertain: true", "frob")).toBe("true");
    expect(deny("destructive: true, if_uncertain: false", "rm x")).toBe("true");
    expect(deny("destructive: true, if_uncertain: true", "ls")).toBe("false");
  });

  it("does not make up for a command that is missing", () => {
    expect(payload("restrict", "destructive: true, if_uncertain: false", {})).toBe("uncertain");
  });
});

/** What an explanation shows that the condition saw. */
function saw(command: string): string | undefined {
  const event = ActionEvent.create({
    actor: "agent",
    capability: "shell.exec",
    payload: { command },
  });
  const text = "deny: [{ capability: shell.exec, command: { destructive: true } }]";
  return policy(text).explain(event).rules[0]?.conditions[0]?.saw;
}

describe("an explanation of a command", () => {
  it("shows what is run, and what is not known of it", () => {
    expect(saw("sudo git push --force | sort $x")).toMatch(
      /^runs "git push --force", "sort [?]"; not known: .+/,
    );
    expect(saw("ls -la")).toBe('runs "ls -la"');
  });
});
