import { describe, expect, it } from "vitest";
import { madeOnce } from "./made-once.ts";

describe("madeOnce", () => {
  it("makes nothing before it is asked, and then one thing for all who ask", () => {
    let times = 0;
    const made = madeOnce(() => ({ time: (times += 1) }));
    expect(times).toBe(0);
    expect(made()).toBe(made());
    expect(times).toBe(1);
  });

  it("tries again where making has failed, and gives nothing in its place", () => {
    let isBroken = true;
    const made = madeOnce(() => {
      if (isBroken) throw new RangeError("broken");
      return ["whole"];
    });
    expect(made).toThrow("broken");
    expect(made).toThrow("broken");
    isBroken = false;
    expect(made()).toEqual(["whole"]);
  });
});
