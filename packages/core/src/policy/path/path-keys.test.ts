import { describe, expect, it } from "vitest";
import { meaningOfPathKey } from "./path-keys.ts";

describe("the meaning of a key", () => {
  it.each([
    [
      "path",
      "path Path file filename file_name file_path filePath old_path newPath outputFile path2 FILEPATH outfile logfile fullpath",
    ],
    ["paths", "paths files file_paths fileList file_list directories Files outfiles"],
    ["base", "cwd dir directory folder root workdir working_dir baseDir outdir tmpFolder"],
    ["likely", "from to source src destination dest target uri old new name archive"],
    ["content", "content file_content text newText body message command query pattern"],
    [
      "other",
      "id file_id fileSize total factory amount profile_id profile profiles user_name toolName _ constructor __proto__",
    ],
  ])("is %s", (meaning, keys) => {
    for (const key of keys.split(" ")) expect([key, meaningOfPathKey(key)]).toEqual([key, meaning]);
  });

  it("is nothing for a key of any length that no tool would have", () => {
    expect(meaningOfPathKey(`${"x".repeat(200)}_path`)).toBe("other");
  });
});
