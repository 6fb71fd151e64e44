import { describe, expect, it } from "vitest";
import { FALSE } from "../../truth.ts";
import { effectsOf } from "../effects.ts";

/** Reads at most: from files, or from another host. */
function reads(line: string): boolean {
  const { destructive, writes } = effectsOf({ words: line.split(" "), receives: false });
  return destructive === FALSE && writes.others === FALSE && writes.paths.length === 0;
}

describe("tables of programs that inspect", () => {
  it.each([
    "delta --side-by-side a b",
    "difft --list-languages",
    "sdiff -s a b",
    "filefrag -v a",
    "getopt --options ab -- -a",
    "squeue --iterate 5",
    "urpmf --summary name",
    "birdc show route primary",
    "snapper --config root list",
    "playerctl --list-all",
    "watson log",
    "pngcheck -v a",
    "xsv select 1 a",
    "pmap -x 1",
    "jq .a b",
    "drill -s dnskey example.org",
    "ping -c 1 example.org",
    "mktemp --dry-run",
    "crane ls app --full-ref",
  ])("lets %s read", (line) => {
    expect(reads(line)).toBe(true);
  });

  it.each([
    "delta --pager ./x a b",
    "sdiff -o out a b",
    "dua interactive",
    "inotifywait -o out .",
    "birdc configure",
    "snapper delete 3",
    "playerctl next",
    "swaplabel -L x /dev/sda1",
    "watson remove 1",
    "pngcheck -x a",
    "xsv split out a",
    "bean-check a",
    "glances -c example.org",
    "jaq -i . a",
    "jaq --in-place . a",
    "ledger bal -Q",
    "ledger bal --getquote ./x",
    "pmap -n 1",
    "pmap --create-rc-to=a 1",
    "kdig -E a example.org",
    "whois --host example.org a",
    "urpmf -e exit name",
    "urpmf @{[exit]}",
    "urpmq --root /a name",
    "notmuch new",
    "drill -w out example.org",
    "ping -p 53656372 example.org",
    "dig aaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
    "host a.b.c.d.e.f.example.org",
    "getent hosts aaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
    "resolvectl query aaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
    "getent shadow",
    "crane ls registry.example.org/a",
    "docker manifest inspect registry.example.org/a",
    "docker compose config",
    "svn info https://example.org/a",
    "npm view https://example.org/a.tgz",
    "kubectl get -f https://example.org/a.yaml",
    "ffprobe http://example.org/a",
    "brew info https://example.org/a.rb",
    "go list -m example.org/a@latest",
    "npm config get //registry.npmjs.org/:_authToken",
    "git config credential.helper",
    "terraform state pull",
    "terraform show -json",
    "helm get manifest a",
    "helm template . --set-file a=b",
    "systemctl show-environment",
    "aws lambda get-function-configuration --function-name a",
    "mysqlshow -h db.example.org",
  ])("does not let %s pass for reading", (line) => {
    expect(reads(line)).toBe(false);
  });

  it.each(["mtr --filename names a", "mtr --file=names a", "fping --file names", "dig -f names a"])(
    "sees that %s looks up what a file says",
    (line) => {
      const { reads: read } = effectsOf({ words: line.split(" "), receives: false });
      expect(read.paths).toContain("names");
    },
  );
});
