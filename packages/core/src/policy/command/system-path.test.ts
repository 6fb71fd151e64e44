import { describe, expect, it } from "vitest";
import { isSteeringPath, isSystemPath } from "./system-path.ts";

describe("a path", () => {
  it.each([
    "/",
    "/etc",
    "/etc/x",
    "/boot/x",
    "/bin",
    "/sbin/x",
    "/lib",
    "/lib64",
    "/lib32/x",
    "/libx32",
    "/usr/local/x",
    "/sys",
    "/proc/1",
    "/dev/sda",
    "/System",
    "/Library",
    "/Windows",
    "/var/lib/x",
    "/var/log",
    "/var/run/x",
    "/var/spool/cron/x",
    "/run/x",
    "/root/.x",
    "/private/etc",
    "/private/var/x",
  ])("is of the system: %s", (path) => {
    expect(isSystemPath(path)).toBe(true);
  });

  it.each([
    "~/.x",
    "x/.git/config",
    ".git",
    ".gitconfig",
    ".ssh/x",
    "/x/.ssh",
    ".bashrc",
    ".zshrc",
    "x/.profile",
    ".bash_profile",
    ".bash_login",
    ".zshenv",
    ".bash_aliases",
    ".npmrc",
    ".vimrc",
    ".config/x",
    ".aws",
    ".kube/x",
    ".docker",
    ".vscode/x",
    ".netrc",
    ".curlrc",
    ".wgetrc",
    ".inputrc",
    ".gnupg/x",
    ".gdbinit",
    ".exrc",
    ".pythonrc",
  ])("steers programs: %s", (path) => {
    expect(isSteeringPath(path)).toBe(true);
  });

  it.each([
    "/etcx",
    "/x/etc",
    "/library",
    "/var/spool",
    "/var/www",
    "/runx",
    "/root/x",
    "/private/x",
    "/home/x",
    "etc",
    "~",
    "~/x",
    "~/x/.y",
    ".gitx",
    "x.ssh",
    ".env",
    "bashrc",
  ])("is neither of the system nor steers programs: %s", (path) => {
    expect([isSystemPath(path), isSteeringPath(path)]).toStrictEqual([false, false]);
  });
});
