import { describe, expect, it } from "vitest";
import { steeredBy } from "./steering.ts";

describe("steeredBy", () => {
  it.each<[word: string, name?: string]>([
    ["PATH=x", "PATH"],
    ["PATH+=x", "PATH"],
    ["IFS=", "IFS"],
    ["A=b"],
    ["PATH"],
    ["LD_X=y", "LD_X"],
    ["XPATH=y"],
    ["GIT_DIR=x", "GIT_DIR"],
    ["-PATH=x"],
    ["a PATH=x"],
    ["PAGER=x", "PAGER"],
    ["MY_PAGER=x", "MY_PAGER"],
    ["PAGERS=x"],
    ["PS4=x", "PS4"],
    ["PS5=x"],
    ["PS44=x", "PS44"],
    ["_JAVA_OPTIONS=x", "_JAVA_OPTIONS"],
    ["JAVA_X=y", "JAVA_X"],
  ])("says of %j %j", (word, name) => {
    expect(steeredBy(word)).toBe(name);
  });
});
