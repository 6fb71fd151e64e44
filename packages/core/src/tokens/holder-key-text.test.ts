import { describe, expect, it } from "vitest";
import { ed25519PublicKey } from "#platform";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { readHolderKey } from "./holder-key-text.ts";

describe("the text of a holder's key", () => {
  it("gives both keys, also where its base64 has the character that parts it", () => {
    for (let times = 0; times < 50; times += 1) {
      const text = generateSignerKey("holder");
      const { privateKey, publicKey } = readHolderKey(`${text}\n`);
      expect(publicKey).toEqual(readSignerKey(text).verifier.publicKey);
      expect(ed25519PublicKey(privateKey)).toEqual(publicKey);
    }
  });

  it("is refused where it is another, and is not repeated", () => {
    const text = generateSignerKey("holder");
    const wrong = text.replace("holder", "folder");
    expect(() => readHolderKey(wrong)).toThrow("does not match its id");
    expect(() => readHolderKey("nonsense-secret")).toThrow(/^(?!.*nonsense).*private key/);
  });
});
