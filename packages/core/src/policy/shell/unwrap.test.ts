import { describe, expect, it } from "vitest";
import { basename } from "./basename.ts";
import { unwrap } from "./unwrap.ts";

function programs(line: string): string {
  const words = line.split(" ");
  const { places, opaque } = unwrap(words);
  return opaque ?? places.map((place) => words[place]).join(" or ");
}

describe("unwrap", () => {
  it.each([
    ["ls -la", "ls"],
    ["A=b C=d ls", "ls"],
    ["sudo ls", "ls"],
    ["/usr/bin/sudo ls", "ls"],
    ["sudo -u root ls", "root or ls"],
    ["sudo --user=root ls", "ls"],
    ["sudo -n -- ls x", "ls"],
    ["env A=b ls", "ls"],
    ["env -u A -C /tmp ls", "A or /tmp or ls"],
    ["timeout 5 ls", "ls"],
    ["timeout -k 1 5s ls", "ls"],
    ["timeout -s KILL 5 ls", "KILL or ls"],
    ["nohup nice -n 10 ionice -c 2 ls", "ls"],
    ["exec -a name ls", "name or ls"],
    ["flock /tmp/lock ls", "/tmp/lock or ls"],
    ["taskset 0x3 ls", "0x3 or ls"],
    ["flock /tmp/lock ls x", "/tmp/lock or ls"],
    ["sudo env timeout 5 ls", "ls"],
    ["sudo", ""],
    ["env", ""],
    ["A=b", ""],
    ["sudo -s", '"sudo -s" runs what its words say'],
    ["sudo -u root -i", '"sudo -i" runs what its words say'],
    ["env -S x", '"env -S" runs what its words say'],
    ["unshare -r", '"unshare" starts a shell'],
    ["fakeroot", '"fakeroot" starts a shell'],
    ["sudo -- ls", "ls"],
    ["sudo -u=root ls", "ls"],
    ["sudo -x ls y", "ls or y"],
    ["timeout 5.5h ls", "ls"],
    ["timeout 5x ls", "5x"],
    ["timeout -k 1d 5m ls", "ls"],
    ["env A+=b ls", "ls"],
    ["env 1=b ls", "ls"],
    ["flock -x /l ls y", "/l or ls or y"],
    ["flock -w 5 /l ls", "/l or ls"],
    ["taskset -c 0 ls", "ls"],
    ["gosu x ls", "x or ls"],
    ["setarch x", '"setarch" starts a shell'],
    ["setarch x ls", "x or ls"],
    ["sudo -u a -g b ls", "a or b or ls"],
    ["nice -n ls", "ls"],
    ["sudo A=b ls", "ls"],
    ["A=b", ""],
    ["A+=b ls", "ls"],
    ["env -i", ""],
    ["pkexec", '"pkexec" starts a shell'],
    ["firejail ls", "ls"],
    ["sudo sudo ls", "ls"],
    ["flock /l sudo -u a ls", "/l or a or ls"],
    ["env --split-string=x", '"env --split-string=x" runs what its words say'],
    ["sudo --login", '"sudo --login" runs what its words say'],
    ["doas -s", '"doas -s" runs what its words say'],
    ["flock -c x", '"flock -c" runs what its words say'],
    ["a-b=c ls", "a-b=c"],
    ["exec -a x y z", "x or y"],
    ["sudo -u env A=b ls", "env or ls"],
  ])("finds the programs of %s", (line, expected) => {
    expect(programs(line)).toBe(expected);
  });
});

describe("basename", () => {
  it.each([
    ["rm", "rm"],
    ["/bin/RM", "rm"],
    ["./a/b", "b"],
    ["C:\\Windows\\System32\\CMD.EXE", "cmd"],
    ["script.sh", "script.sh"],
    ["", ""],
    ["/", ""],
  ])("of %j is %j", (word, name) => {
    expect(basename(word)).toBe(name);
  });
});
