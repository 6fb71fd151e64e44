import { describe, expect, it } from "vitest";
import { AuditError } from "../errors.ts";
import { readRecord, recordIn } from "./read-record.ts";

const entryOf = (text: string): Parameters<typeof readRecord>[0] => ({ writer: "w", seq: 7, text });

describe("reading the record in an entry", () => {
  it("gives a record of a kind that is known", () => {
    const entry = entryOf('{"kind":"close"}');
    expect([readRecord(entry), recordIn(entry)]).toEqual([{ kind: "close" }, { kind: "close" }]);
  });

  it.each(["", "{", "7", "{}", '{"kind":"decree"}', '{"kind":"close","kind":"close"}'])(
    "says that %j is none, or gives nothing where that is for others to say",
    (text) => {
      expect(() => readRecord(entryOf(text))).toThrow(AuditError);
      expect(() => readRecord(entryOf(text))).toThrow("entry 7 of writer w is not a record");
      expect(recordIn(entryOf(text))).toBeUndefined();
    },
  );
});
