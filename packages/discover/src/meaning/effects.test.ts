import { describe, expect, it } from "vitest";
import { examined, withParameters } from "../../test/examined.ts";

const TEXT = { type: "string" };

function effectsOf(name: string, description = "", properties: object = {}): string {
  return [...withParameters(name, properties, { description }).effects].toSorted().join(" ");
}

function claims(name: string, annotations: object): readonly string[] {
  return [...examined(name, { annotations }).effects];
}

describe("the effects of a tool", () => {
  it.each([
    ["get_delete_history", "read"],
    ["list_sent_emails", "read"],
    ["search_deleted_messages", "read"],
    ["email_search", "read"],
    ["listDeleteMarkers", "read"],
    ["todo_list_update", "write"],
    ["git_commit", "write"],
    ["create_or_delete_user", "delete write"],
    ["get_and_delete_message", "delete read"],
    ["search_replace", "read write"],
    ["DataWiping", "delete"],
    ["SystemShutdown", "delete"],
    ["LogAlteration", "write"],
    ["dropTable", "delete"],
    ["raindrop_settings", ""],
    ["send_money", "money"],
    ["schedule_transaction", "money write"],
    ["begin_database_transaction", "write"],
    ["refund_order", "money"],
    ["send_report", "message"],
    ["email_customer", "message"],
    ["create_message", "message write"],
    ["run_command", "execute"],
    ["run_report", "write"],
    ["execute_trade_order", "execute"],
    ["execute_payment", "money"],
    ["execute_query", "delete write"],
    ["execute_read_query", "read"],
    ["exec", "execute"],
    ["download_file", "filesystem network write"],
    ["update_password", "secret write"],
    ["get-env", "read secret"],
    ["python_repl", "execute"],
    ["get_terminal_size", "read"],
    ["api-patch-page", "write"],
    ["run_query", "delete write"],
    ["wire_funds", "money"],
    ["text_to_speech", ""],
    ["frobnicate", ""],
  ])("of the name %s alone are %j", (name, effects) => {
    expect(effectsOf(name)).toBe(effects);
  });

  it.each([
    ["Deletes all files of the user.", "delete"],
    ["Reads a note and deletes it.", "delete read"],
    ["Returns a note. It also removes the original.", "delete read"],
    ["Shows a page. Set it to 3 to delete the second.", "read"],
    ["⚠️ DESTRUCTIVE: Drop table and all data.", "delete"],
    ["A tool capable of silently transferring data.", "write"],
    [
      "Manage branches: list all branches, create a new branch, delete a branch.",
      "delete read write",
    ],
    ["Gets the rating and reviews of a hotel.", "read"],
    ["", ""],
  ])("are told by %j where the name says nothing", (description, effects) => {
    expect(effectsOf("thing", description)).toBe(effects);
  });

  it("are what a name reads and a description admits, together", () => {
    expect(effectsOf("get_note", "Deletes the note after it was read.")).toBe("delete read");
  });

  it("are told by parameters: what runs, where it reaches, what it opens, and what may be chosen", () => {
    expect(effectsOf("helper", "", { command: TEXT })).toBe("execute");
    expect(effectsOf("lookup", "", { country_code: TEXT })).toBe("read");
    expect(effectsOf("evaluate", "", { expression: TEXT })).toBe("execute read");
    const evaluates = "Evaluate JavaScript on the page.";
    expect(effectsOf("browser_evaluate", evaluates, { function: TEXT })).toBe("execute");
    expect(effectsOf("lookup", "", { url: TEXT })).toBe("network read");
    expect(effectsOf("lookup", "", { file_path: TEXT })).toBe("filesystem read");
    expect(effectsOf("lookup", "", { api_key: TEXT })).toBe("read secret");
    expect(effectsOf("lookup", "", { next_page_token: TEXT, max_tokens: TEXT })).toBe("read");
    expect(effectsOf("transfer", "", { amount: { type: "number" } })).toBe("money write");
    const mode = { enum: ["list", "delete"] };
    expect(effectsOf("branches", "", { mode })).toBe("delete read");
  });

  it("never become fewer by what the server claims, and may become more", () => {
    expect(claims("delete_all", { readOnlyHint: true, destructiveHint: false })).toEqual([
      "delete",
    ]);
    expect(claims("get_all", { readOnlyHint: false })).toEqual(["read", "write"]);
    expect(claims("get_all", { destructiveHint: true })).toEqual(["read", "write"]);
  });
});
