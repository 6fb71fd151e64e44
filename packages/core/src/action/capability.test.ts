import { describe, expect, it } from "vitest";
import { CapabilityError } from "../errors.ts";
import {
  capabilityOf,
  completeCapability,
  parseCapability,
  parseEnvironment,
} from "./capability.ts";

describe("parseCapability", () => {
  it.each([
    ["shell", "shell"],
    ["shell.execute", "shell.execute"],
    ["Shell.EXECUTE.Production", "shell.execute.production"],
    ["a-b_c.1.2.3.4.5", "a-b_c.1.2.3.4.5"],
    ["-._", "-._"],
  ])("reads %s", (text, capability) => {
    expect(parseCapability(text)).toBe(capability);
  });

  it.each([
    ["nothing", ""],
    ["a dot alone", "."],
    ["a leading dot", ".shell"],
    ["a trailing dot", "shell.exec.production."],
    ["an empty segment", "shell..exec"],
    ["a wildcard", "*"],
    ["a wildcard segment", "shell.*"],
    ["a wildcard in a segment", "shell.ex*"],
    ["a blank", "shell exec"],
    ["a leading blank", " shell.exec"],
    ["a trailing blank", "shell.exec "],
    ["a trailing newline", "shell.exec\n"],
    ["a trailing carriage return", "shell.exec\r"],
    ["a tab", "shell.\texec"],
    ["a NUL", "shell.exec\0"],
    ["a slash", "shell/exec"],
    ["a colon", "shell:exec"],
    ["a comma", "shell.exec,a.b"],
    ["a plus sign", "shell.exec+a.b"],
    ["a Cyrillic letter", "sh\u0435ll.exec"],
    ["the Kelvin sign, whose lower case is an ASCII k", "boo\u212A.read"],
    ["the dotted capital I, whose lower case starts with i", "\u0130nfo.read"],
    ["a fullwidth letter", "\uff53hell.exec"],
    ["a fullwidth dot", "shell\uff0eexec"],
    ["a zero-width space", "shell.exec.production\u200b"],
    ["a zero-width joiner", "she\u200dll.exec"],
    ["a soft hyphen", "shell\u00ad.exec"],
    ["a byte order mark", "\ufeffshell.exec"],
    ["a right-to-left override", "\u202eshell.exec"],
    ["a combining accent", "shell\u0301.exec"],
    ["a lone surrogate", "shell\ud800"],
    ["257 characters", "a".repeat(257)],
  ])("refuses %s", (_name, text) => {
    expect(() => parseCapability(text)).toThrow(CapabilityError);
  });

  it.each([
    ["capability", () => parseCapability("*".repeat(5000))],
    ["environment", () => parseEnvironment(".".repeat(5000))],
  ])("shows only the start of a long %s", (_name, parse) => {
    expect(parse).toThrow(/^.{256,400}$/);
  });

  it("says what a capability looks like, showing what is invisible", () => {
    expect(() => parseCapability("shell.exec\u200b")).toThrow(
      'capability "shell.exec\\u{200b}" is not valid: use segments of letters, digits, "_" and "-" joined by dots, such as "shell.execute"',
    );
  });

  it.each([[5], [null], [undefined], [["shell.exec"]], [{ toString: () => "shell.exec" }]])(
    "refuses %j, which is not text, with its type",
    (value) => {
      expect(() => parseCapability(value as unknown as string)).toThrow(
        `capability must be text, got a value of type ${typeof value}`,
      );
    },
  );

  it("reads 256 characters", () => {
    expect(parseCapability("a".repeat(256))).toHaveLength(256);
  });
});

describe("parseEnvironment", () => {
  it("reads one segment in lower case", () => {
    expect(parseEnvironment("Production")).toBe("production");
  });

  it.each(["", "prod.eu", "prod\n", "prod*", "pr\u043ed", "production\u200b"])(
    "refuses %j",
    (text) => {
      expect(() => parseEnvironment(text)).toThrow(CapabilityError);
    },
  );

  it("refuses what is not text with its type", () => {
    expect(() => parseEnvironment(["production"] as unknown as string)).toThrow(
      "environment must be text, got a value of type object",
    );
  });
});

describe("capabilityOf", () => {
  it.each([
    ["shell", "execute", "production", "shell.execute.production", undefined],
    ["Shell", "Execute", undefined, "shell.execute", undefined],
    ["payments.eu", "transfer", undefined, "payments.transfer.eu", "payments.eu.transfer"],
    ["fs.home.ann", "read", "test", "fs.read.home.ann", "fs.home.ann.read.test"],
  ])("%s and %s in %s", (resource, action, environment, capability, alias) => {
    expect(capabilityOf(resource, action, environment)).toStrictEqual({ capability, alias });
  });

  it("refuses a wildcard in either part", () => {
    expect(() => capabilityOf("*", "read", undefined)).toThrow(CapabilityError);
    expect(() => capabilityOf("shell", "*", undefined)).toThrow(CapabilityError);
  });
});

describe("completeCapability", () => {
  it.each([
    ["shell", "test", "shell.test"],
    ["shell.execute", "test", "shell.execute.test"],
    ["Shell.Execute", undefined, "shell.execute"],
    ["shell.execute.production", "test", "shell.execute.production"],
    ["a.b.c.d", "test", "a.b.c.d"],
  ])("%s in %s is %s", (text, environment, capability) => {
    expect(completeCapability(text, environment)).toBe(capability);
  });
});
