import { describe, expect, it } from "vitest";
import { codes, lint } from "../../../test/lint.ts";

const SHELL =
  "contains reads a shell command as text: it allows every call whose text matches, which may hold";
const GRAVER =
  "asks about the graver calls, while no rule lets the milder ones through, so those are denied; allow them, or leave the bound out";

describe("what is said of a policy", () => {
  it.each<[string, readonly string[]]>([
    [
      'warn: ["*.*"]',
      ["allows every capability, also those nobody has thought of yet; name the ones it is for"],
    ],
    [
      "{ require_approval: [a.b], allow: [a.b] }",
      [
        "has no effect: require_approval[0] (line 1) asks for approval of all that it covers, and an approval needs no allow rule",
      ],
    ],
    [
      "{ deny: [a.b], warn: [a.b] }",
      ["never allows anything: deny[0] (line 1) denies all that it covers"],
    ],
    ["require_approval: [{ capability: a.b, trust_below: internal }]", [GRAVER]],
    ["require_approval: [{ capability: a.b, caller_depth_gte: 2 }]", [GRAVER]],
    [
      "deny: [{ capability: a.b, environment: lunar }]",
      [
        'environment "lunar" is neither standard nor in environments:; add it to environments: if it is meant',
      ],
    ],
    [
      "allow: [{ capability: a.b, amount_gte: 5, amount_lt: 5 }]",
      ["never matches: no amount satisfies both amount_gte and amount_lt"],
    ],
    [
      "warn: [{ capability: a.b, amount_lt: 0 }]",
      ["never matches: amount_lt leaves only negative amounts, which no rule allows"],
    ],
    [
      "allow: [{ capability: a.b, caller_depth_gte: 3, caller_depth_lte: 2 }]",
      ["never matches: no depth satisfies its caller_depth bounds"],
    ],
    [
      'allow: [{ capability: a.b, args: { "/m": { gt: 1 }, "/n": { gt: 5, lte: 5 } } }]',
      ["never matches: no value of /n satisfies all of its bounds"],
    ],
    [
      "allow: [{ capability: sql.query, contains: x }]",
      [
        `${SHELL.replace("shell command", "SQL statement")} a second statement; use sql, which parses it`,
      ],
    ],
    [
      "allow: [{ capability: fs.read, contains: x }]",
      [
        `${SHELL.replace("shell command", "path")} a ".." that leads elsewhere; use path_within, which parses it`,
      ],
    ],
    [
      "allow: [{ capability: web.get, contains: x }]",
      [
        `${SHELL.replace("shell command", "URL")} another host behind the one it names; use url, which parses it`,
      ],
    ],
    [
      "deny: [{ capability: [a.b, tool.fetch], contains: x }]",
      [
        "contains reads a URL as text: it does not see the same URL in another spelling; allow what is wanted rather than deny what is not; use url, which parses it",
      ],
    ],
    [
      '{ deny: [{ capability: "pay.*", currency: USD }], allow: ["*.out"] }',
      [
        "does not hold for calls in which no currency is found; name the capabilities, or say in fields where it is",
      ],
    ],
  ])("%s", (text, messages) => {
    expect(lint(text).map(({ message }) => message)).toEqual(messages);
  });

  it("is nothing where the bounds leave something, or the rule is about other calls", () => {
    for (const text of [
      "allow: [{ capability: a.b, amount_gt: 5, amount_lt: 6 }]",
      "allow: [{ capability: a.b, amount_lte: 0 }]",
      "deny: [{ capability: a.b, amount_lt: 0 }]",
      "deny: [{ capability: a.b, caller_depth_gt: 1, caller_depth_lte: 2 }]",
      "deny: [{ capability: a.b, caller_depth_gt: 1, caller_depth_lt: 3 }]",
      "deny: [{ capability: a.b, caller_depth_lt: 1 }]",
      "deny: [{ capability: a.b, caller_depth_lte: 0 }]",
      'allow: [{ capability: a.b, args: { "/n": { gt: 1, lt: 5 }, "/m": 5 } }]',
      "deny: [{ capability: a.b.sql, contains: x }]",
      "allow: [{ capability: shell.execute, match_regex: '^(?:ls|pwd)$' }]",
      "{ environments: [lunar], deny: [{ capability: a.b, environment: lunar }] }",
      "{ require_approval: [{ capability: a.b, amount_gt: 5 }], allow: ['a.*'] }",
    ])
      expect([text, codes(text)]).toEqual([text, []]);
  });
});

describe("a value that the policy does not say where to find", () => {
  it.each([
    ["currency: USD", "euros", "currency_code"],
    ["table: users", "name", "table_name"],
    ["sql: { writes: false }", "name", "query"],
    ["command: { programs: [ls] }", "name", "cmd"],
    ["path_within: ./a", "name", "outfile"],
    ["url: a.example", "name", "callback_url"],
    ["amount_lte: 5", "name", "total"],
  ])(
    "is that of %s where the only argument is %s, and not where it is %s",
    (condition, no, yes) => {
      const text = (name: string): string =>
        `allow: [{ capability: pay.out, ${condition}, only_args: [${name}] }]`;
      expect(codes(text(no))).toEqual(["undeclared_value"]);
      expect(codes(text(yes))).toEqual([]);
    },
  );

  it("is known by the last name of a pointer in args too, and by what other rules list", () => {
    const rule = "{ capability: pay.out, amount_lte: 5, only_args: [x]";
    expect(codes(`allow: [${rule}, args: { "/x/amount": 5 } }]`)).toEqual([]);
    expect(codes(`allow: [${rule}, args: { "/amount/x": 5 } }]`)).toEqual(["undeclared_value"]);
    const other = "{ capability: pay.out.eu, only_args: [total] }";
    expect(codes(`allow: [${rule} }, ${other}]`)).toEqual([]);
    expect(codes(`deny: [${other}]\nallow: [${rule} }]`)).toEqual(["undeclared_value"]);
    expect(codes(`allow: [${rule} }, { capability: mail.send, only_args: [total] }]`)).toEqual([
      "undeclared_value",
    ]);
  });
});
