import { describe, expect, it } from "vitest";
import { FALSE } from "../../truth.ts";
import { effectsOf } from "../effects.ts";

/** Whether a run, split at spaces, surely destroys and writes nothing. */
function harmless(line: string): boolean {
  const { destructive, writes } = effectsOf({ words: line.split(" "), receives: false });
  return destructive === FALSE && writes.others === FALSE && writes.paths.length === 0;
}

function connects(line: string): boolean {
  return effectsOf({ words: line.split(" "), receives: false }).network !== FALSE;
}

describe("programs that look like they only read", () => {
  it.each([
    "apt-get install -y -V nginx",
    "apt-get purge -V nginx",
    "aptitude -W install nginx",
    "ansible-playbook -version site.yml",
    "psql -version shop",
    "unlz4 -l a.lz4",
    "renice 10 -p 123",
    "nft -S flush ruleset",
    "nft list ruleset ; flush ruleset",
    "pfctl -L states",
    "iptables-restore list",
    "aptitude -S state install nginx",
    "dpkg -i list",
    "dpkg --install show",
    "mkfs.ext4 -l bad.txt /dev/sdz1",
    "mkfs.xfs -d agcount=4 /dev/sdz1",
    "cryptsetup luksFormat -d key /dev/sdz",
    "blkdiscard -p 4096 /dev/sdz",
    "parted -s /dev/sdz rm 1",
    "umount -l /mnt",
    "mdadm -C /dev/md9 -l1 -n2 /dev/sdy /dev/sdz",
    "usermod -l eve bob",
    "useradd -l eve",
    "passwd -l bob",
    "efibootmgr -n 0001",
    "pkill -L web",
    "gcc -v a.c",
    "black -l 100 src",
    "lz4 -l a.txt",
    "pax -rt",
    "createuser -l eve",
    "xcrun -v python3 x.py",
    "xcode-select -s /tmp/x",
    "codesign -s me app",
  ])("takes an option for what it means to that program: %s", (line) => {
    expect(harmless(line)).toBe(false);
  });

  it.each([
    "npm audit fix",
    "poetry version patch",
    "terraform providers mirror out",
    "pulumi config set a b",
    "pulumi stack import",
    "vercel domains buy example.org",
    "vercel teams invite eve",
    "nomad alloc exec abc sh",
    "lxc config set web security.privileged true",
    "ctr images push example.org/x:1",
    "oras manifest push example.org/x:1 a.json",
    "resolvectl dns eth0 192.0.2.1",
    "nmcli connection delete office",
    "dnf history redo last",
    "asdf env node sh",
    "gh codespace ports visibility 80:public",
    "hg bookmarks x",
  ])("does not take a command of a command for reading: %s", (line) => {
    expect(harmless(line)).toBe(false);
  });

  it.each([
    "find . -depth -fprint out",
    "yq -s .name a.yml",
    "trivy config . -o out",
    "kubectl kustomize . -o out",
    "units -L out m ft",
    "ledger bal --pager sh",
    "soxi |id",
    "perldoc -n sh perl",
    "rclone lsd :sftp,ssh=sh,host=x:",
    "aws appconfig get-configuration --application a out",
  ])("sees what it writes or runs: %s", (line) => {
    expect(harmless(line)).toBe(false);
  });

  it.each([
    "vault token lookup",
    "az redis list-keys -n x",
    "az iot hub connection-string show",
    "kind get kubeconfig",
    "kubeadm token list",
    "pulumi config get password",
    "kubectl get pods,secret/x",
    "aws ssm get-parameter-history --name x",
    "jq -n env",
  ])("asks before a secret is shown: %s", (line) => {
    expect(harmless(line)).toBe(false);
  });

  it.each([
    "awk 1 /inet/tcp/0/example.org/80",
    "getent ahosts example.org",
    "resolvectl query example.org",
    "glow https://example.org/x",
    "dict word",
    "hg identify https://example.org/x",
    "gdalinfo /vsicurl/https://example.org/x",
  ])("sees that it talks to another host: %s", (line) => {
    expect(connects(line)).toBe(true);
  });

  it.each([
    "ps -ef",
    "ps aux",
    "ps -C node -o etime",
    "npm audit",
    "apt list --installed",
    "iptables -t nat -L -n",
    "nft list ruleset",
    "ufw status verbose",
    "unlz4 -c a.lz4",
    "psql -V",
    "sqlite3 -version",
    "apt-get -s install nginx",
    "dpkg --list nginx",
    "dpkg -S bin",
    "dpkg-query -W -f format nginx",
    "fdisk -l",
    "parted -l",
    "passwd -S bob",
    "chage -l bob",
    "kill -l",
    "gofmt -l src",
    "black --check src",
    "sfdisk -d /dev/sdz",
    "losetup -l",
    "modprobe -n -v x",
    "smartctl -H /dev/sdz",
    "pg_restore -l a.dump",
    "terraform providers",
    "pulumi stack ls",
    "resolvectl status",
    "nmcli device status",
    "dnf history list",
    "find . -depth -name x",
    "yq .a a.yml",
    "kubectl kustomize overlays/dev",
    "getent passwd bob",
    "vault status",
  ])("still knows what reads: %s", (line) => {
    expect(harmless(line)).toBe(true);
  });
});
