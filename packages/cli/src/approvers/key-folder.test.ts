import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { approverKeysFolder } from "./key-folder.ts";

describe.skipIf(process.platform === "win32")("the folder of approvers' keys", () => {
  it.each([
    [{}, join(homedir(), ".config/capfence/approvers")],
    [{ XDG_CONFIG_HOME: "" }, join(homedir(), ".config/capfence/approvers")],
    [{ XDG_CONFIG_HOME: "/cfg" }, "/cfg/capfence/approvers"],
    [{ XDG_CONFIG_HOME: "/cfg", CAPFENCE_APPROVER_KEYS: "/keys" }, "/keys"],
    [{ CAPFENCE_APPROVER_KEYS: "", XDG_CONFIG_HOME: "/cfg" }, "/cfg/capfence/approvers"],
  ])("is, in an environment with %j, %s", (environment, folder) => {
    expect(approverKeysFolder(environment)).toBe(folder);
  });

  it("is not in the project's state folder, which an agent reads", () => {
    expect(approverKeysFolder({ CAPFENCE_HOME: "/project/.capfence" })).not.toContain("/project");
  });
});
