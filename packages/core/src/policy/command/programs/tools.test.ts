import { describe, expect, it } from "vitest";
import { FALSE, TRUE } from "../../truth.ts";
import { type Effects, effectsOf } from "../effects.ts";
import type { Word } from "../run.ts";

function effects(line: string): Effects {
  const words: Word[] = line.split(" ").map((word) => (word === "$x" ? undefined : word));
  return effectsOf({ words, receives: false });
}

/** Reads at most: from files, or from another host. */
function reads(line: string): boolean {
  const { destructive, writes } = effects(line);
  return destructive === FALSE && writes.others === FALSE && writes.paths.length === 0;
}

describe("tables of tools", () => {
  it.each([
    "git status --short",
    "git -C app log -p --stat -3",
    "git --no-pager diff HEAD~1 -- src",
    "git branch -a",
    "git branch --contains abc",
    "git tag -l v1",
    "git config user.name",
    "git config --get user.name",
    "git remote -v",
    "git stash list",
    "git clean -n",
    "git ls-remote origin",
    "npm ls --depth 0",
    "npm view left-pad",
    "pip list",
    "apt list --installed",
    "dpkg -l",
    "rpm -qa",
    "pacman -Qi bash",
    "brew info wget",
    "cargo tree",
    "go version",
    "docker ps -a",
    "docker compose logs web",
    "docker image ls",
    "kubectl get pods -n web -o wide",
    "kubectl -n web describe pod a",
    "helm list -A",
    "terraform show",
    "terraform state list",
    "aws s3 ls",
    "aws ec2 describe-instances --instance-ids i-1",
    "aws --profile dev sts get-caller-identity",
    "gcloud compute instances list",
    "az vm list -o table",
    "gh pr list --state open",
    "restic snapshots",
    "vault status",
    "rabbitmqctl list_queues",
    "zfs list",
    "ip -br addr",
    "mount",
    "fdisk -l",
    "docker rm --help",
    "curl -s -X GET https://example.org",
    "rsync -n -a src dest",
    "unzip -l a.zip",
  ])("lets %s read", (line) => {
    expect(reads(line)).toBe(true);
  });

  it.each([
    "git log --output=x",
    "git log --outp x",
    "git -c core.pager=id log",
    "git grep -Oid x",
    "git grep --open-files=id x",
    "git branch new",
    "git config core.pager id",
    "git config --global -e",
    "git whatever",
    "git $x",
    "git -C $x status",
    "git clone ext::sh",
    "git rebase -x id main",
    "npm run test",
    "npm install",
    "pip install x",
    "pip download x",
    "apt -o Dpkg::Pre-Invoke::=id list",
    "rpm --eval %(id)",
    "cargo build",
    "go test",
    "go list -toolexec=id -json .",
    "docker run alpine",
    "docker exec web id",
    "docker -H tcp://h ps",
    "kubectl exec web id",
    "kubectl get pods --kubeconfig=k",
    "kubectl get pods --kubec k",
    "kubectl get secrets",
    "kubectl get pods,secret",
    "kubectl get $x",
    "kubectl plugin-of-mine",
    "helm list --post-renderer ./x",
    "terraform apply",
    "aws s3 cp a s3://b",
    "aws secretsmanager get-secret-value --secret-id a",
    "aws ssm get-parameters --names a",
    "aws ecr get-login-password",
    "aws --endpoint-url http://h s3 ls",
    "aws --unknown s3 ls",
    "gcloud secrets versions access 1 --secret a",
    "gcloud secrets delete list",
    "az account get-access-token",
    "az group delete list",
    "gh auth token",
    "gh api user",
    "vault kv get secret/a",
    "psql -c x",
    "curl -d a=b https://example.org",
    "curl --request=POST https://example.org",
    "curl -o out https://example.org",
    "curl -K conf",
    "wget https://example.org",
    "ssh host id",
    "openssl enc",
    "python3 x.py",
    "node",
    "zip -TTid a.zip x",
    "cowsay -f ./a.cow hi",
    "man -l ./x",
    "ip netns exec a id",
    "ip link set eth0 down",
    "tmux new",
    "vi x",
    "make -n",
  ])("does not let %s pass for reading", (line) => {
    expect(reads(line)).toBe(false);
  });

  it.each([
    "git push --force",
    "git push origin +main",
    "git push origin :main",
    "git reset --hard",
    "git clean -fd",
    "git clean -nf",
    "git branch -D x",
    "git stash drop",
    "npm unpublish x",
    "docker system prune",
    "docker volume rm x",
    "kubectl delete pod x",
    "kubectl drain n",
    "helm uninstall x",
    "terraform destroy",
    "terraform apply -destroy",
    "aws s3 rm s3://b/k",
    "aws ec2 terminate-instances --instance-ids i-1",
    "gcloud projects delete p",
    "gcloud secrets delete list",
    "az group delete -n g",
    "gh repo delete x",
    "vault kv destroy a",
    "restic forget x",
    "zfs destroy a",
    "systemctl stop a",
    "userdel bob",
    "lvremove a",
    "mkfs.ext4 a",
    "apt purge x",
    "iptables -F",
  ])("is sure that %s destroys", (line) => {
    expect(effects(line).destructive).toBe(TRUE);
  });

  it.each([
    "kubectl get pods",
    "git fetch",
    "git ls-remote",
    "dig a",
    "aws s3 ls",
    "curl a",
    "npm view a",
    "docker pull a",
  ])("says that %s talks to another host", (line) => {
    expect(effects(line).network).toBe(TRUE);
  });

  it("takes an interpreter's version for harmless only where nothing is sent to it", () => {
    const words = ["node", "--version"];
    expect(effectsOf({ words, receives: false }).destructive).toBe(FALSE);
    expect(effectsOf({ words, receives: true }).destructive).not.toBe(FALSE);
  });

  it("takes no longer for many shortened options", () => {
    const start = performance.now();
    effects(`curl ${"--d ".repeat(2000)}`);
    effects(`rsync ${"--e ".repeat(2000)}`);
    effects(`gcloud ${"a ".repeat(2000)}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("names all below a folder that is removed", () => {
    expect(effects("rm -rf /").writes.paths).toStrictEqual(["/", "/**"]);
    expect(effects("rm x").writes.paths).toStrictEqual(["x"]);
  });
});
