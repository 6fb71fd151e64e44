import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askOn } from "./ask.ts";

function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const shown = Object.assign(new PassThrough(), { isTTY: true });
  let text = "";
  shown.on("data", (chunk) => {
    text += String(chunk);
  });
  const ask = askOn(input as unknown as NodeJS.ReadStream, shown as unknown as NodeJS.WriteStream);
  if (ask === undefined) throw new Error("this is a terminal");
  return { ask, type: (keys: string) => input.write(keys), shown: () => text };
}

describe("asking on a terminal", () => {
  it("shows a line as it is typed", async () => {
    const { ask, type, shown } = terminal();
    const answer = ask.line("Really? ");
    type("yes\r");
    expect(await answer).toBe("yes");
    expect(shown()).toContain("Really? ");
    expect(shown()).toContain("yes");
  });

  it("shows nothing of a secret", async () => {
    const { ask, type, shown } = terminal();
    const answer = ask.secret("Passphrase: ");
    type("correct horse\r");
    expect(await answer).toBe("correct horse");
    expect(shown()).toBe("Passphrase: \n");
  });

  it.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("takes %s for no answer", async (_name, key) => {
    const { ask, type } = terminal();
    const answer = ask.secret("Passphrase: ");
    type(key);
    await expect(answer).rejects.toThrow("nothing was answered; nothing was done");
  });

  it("asks nobody where there is no terminal", () => {
    const stream = new PassThrough();
    expect(
      askOn(stream as unknown as NodeJS.ReadStream, stream as unknown as NodeJS.WriteStream),
    ).toBeUndefined();
  });
});
