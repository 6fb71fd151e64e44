import { describe, expect, it } from "vitest";
import { effectsOf } from "../effects.ts";
import { namesOfCommands } from "./command-names.ts";
import { FAMILIES, namesIn } from "./programs.ts";

const rows = Object.entries(FAMILIES).flatMap(([family, list]) =>
  list.map((row) => ({ family, row, names: namesIn(row.names) })),
);

describe("tables of programs", () => {
  it("names each program once", () => {
    const names = rows.flatMap((entry) => entry.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toStrictEqual([]);
  });

  it("spells names as they are typed", () => {
    const odd = rows.flatMap((entry) =>
      entry.names.filter((name) => !/^(?:[\w@+.-]*[\w+]|\[|:|\.)$/.test(name)),
    );
    expect(odd).toStrictEqual([]);
  });

  it("reads the options of each row", () => {
    const words = rows.flatMap(({ row, names }) => [
      [names[0], "x"],
      ...(row.commands ?? []).flatMap((command) =>
        namesOfCommands(command.names).map((name) => [names[0], ...name.split(" "), "x"]),
      ),
    ]);
    expect(() => words.map((run) => effectsOf({ words: run, receives: false }))).not.toThrow();
  });

  it("lists each option of a row once", () => {
    const doubled = rows.flatMap(({ row, names: [name = ""] }) =>
      [row, ...(row.commands ?? [])].flatMap(({ options = "" }) => {
        const listed = options
          .split(/\s+/)
          .flatMap((option) => option.replace(/=?[^\w,=]*$/, "").split(","));
        return listed
          .filter((option, index) => option !== "" && listed.indexOf(option) !== index)
          .map((option) => `${name} ${option}`);
      }),
    );
    expect(doubled).toStrictEqual([]);
  });

  it("says where each row can be checked", () => {
    expect(rows.filter(({ row }) => row.source.length < 4).map(({ names }) => names)).toStrictEqual(
      [],
    );
  });

  it("names each command of a program once", () => {
    const doubled = rows.flatMap(({ row, names }) => {
      const commands = (row.commands ?? []).flatMap((command) => namesOfCommands(command.names));
      return commands
        .filter((name, index) => commands.indexOf(name) !== index)
        .map((name) => `${names[0] ?? ""} ${name}`);
    });
    expect(doubled).toStrictEqual([]);
  });

  it("does not call a program open whose options or commands are not to be trusted", () => {
    const odd = rows.filter(
      ({ row }) => row.open === true && (row.does === "runs" || row.read !== undefined),
    );
    expect(odd.map(({ names }) => names)).toStrictEqual([]);
  });
});
