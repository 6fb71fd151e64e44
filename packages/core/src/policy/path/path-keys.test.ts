import { describe, expect, it } from "vitest";
import { meaningOfPathKey } from "./path-keys.ts";

describe("the meaning of a key", () => {
  it.each([
    [
      "path",
      "path Path file filename file_name file_path filePath old_path newPath outputFile path2 FILEPATH outfile logfile fullpath path_",
    ],
    ["paths", "paths files file_paths fileList file_list directories Files outfiles files_to_read"],
    [
      "base",
      "cwd dir directory folder root workdir working_dir baseDir outdir tmpFolder cwd_override",
    ],
    ["likely", "from to source src destination dest target uri old new name archive source_"],
    ["content", "content file_content text newText body message command query pattern"],
    [
      "other",
      "id file_id fileSize total factory amount profile_id profile profiles user_name toolName source_name resource_names pattern_list direction _ constructor __proto__",
    ],
  ])("is %s", (meaning, keys) => {
    for (const key of keys.split(" ")) expect([key, meaningOfPathKey(key)]).toEqual([key, meaning]);
  });

  it("is nothing for a key of any length that no tool would have", () => {
    expect(meaningOfPathKey(`${"x".repeat(123)}_path`)).toBe("path");
    expect(meaningOfPathKey(`${"x".repeat(124)}_path`)).toBe("other");
  });
});
