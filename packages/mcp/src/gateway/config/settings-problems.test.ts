import { describe, expect, it } from "vitest";
import { problemsOf, reading } from "../../../test/gateway/reading.ts";

const SECRET = "sk-very+secret$value";

/** A configuration that is wrong in its second line. */
const wrong = (line: string): readonly string[] => problemsOf(`policy: p.yaml\n${line}`);

describe("the problems of a configuration", () => {
  it.each([
    ["upstream: {}", '2:1: upstream: unknown key "upstream"; did you mean "upstreams"?'],
    ["qqqqqqqqq: {}", 'unknown key "qqqqqqqqq"; known are listen, policy'],
    ["pin: off\npin: off", "3:1: pin: duplicate key; the second would silently replace the first"],
    [
      "listen: 8080",
      "2:9: listen: expected HOST:PORT such as 127.0.0.1:8080, a mapping with host and port, or stdio",
    ],
    ["listen: 127.0.0.1:70000", "2:9: listen: expected HOST:PORT"],
    [
      "listen: { port: 65536 }",
      "2:17: listen.port: expected a whole number from 0 to 65535, got 65536",
    ],
    ["listen: { path: mcp }", '2:17: listen.path: "mcp" is not the path of a URL such as /mcp'],
    ["listen: { host: 'a/b' }", '2:17: listen.host: "a/b" is not a name or an address'],
    [
      "listen: { allowed_hosts: [a.example, 'http://b'] }",
      '2:38: listen.allowed_hosts[1]: "http://b" is not a host such as gate.example',
    ],
    [
      "listen: { allowed_origins: app.example }",
      '2:28: listen.allowed_origins: "app.example" is not an origin such as https://app.example',
    ],
    [
      "listen: 0.0.0.0:8080",
      '2:9: listen: anybody who can reach "0.0.0.0" could call the tools; ask who they are with identity.bearer or identity.jwt, or listen on 127.0.0.1',
    ],
    ["upstreams: [a]", "2:12: upstreams: expected a mapping, got a list"],
    [
      "upstreams: { a_b: { command: x } }",
      '2:14: upstreams.a_b: "a_b" is not the name of an upstream; use a-z, 0-9 and "-"',
    ],
    [
      "upstreams: { a: { command: x, arg: [] } }",
      '2:31: upstreams.a.arg: unknown key "arg"; did you mean "args"?',
    ],
    [
      "upstreams: { a: {} }",
      "2:17: upstreams.a: has neither command nor url; an upstream has one of them",
    ],
    [
      "upstreams: { a: { command: x, url: https://a.example } }",
      "2:17: upstreams.a: has both command and url",
    ],
    [
      "upstreams: { a: { command: x, headers: {} } }",
      "2:31: upstreams.a.headers: is not for an upstream with a command; remove it",
    ],
    [
      "upstreams: { a: { url: https://a.example, env: {} } }",
      "2:43: upstreams.a.env: is not for an upstream with a url; remove it",
    ],
    [
      "upstreams: { a: { command: x, args: [8080] } }",
      '2:38: upstreams.a.args[0]: expected text, got 8080; put it in quotes: "8080"',
    ],
    [
      "upstreams: { a: { command: x, env: { A: '${NOT_SET}' } } }",
      '2:41: upstreams.a.env.A: the environment variable "NOT_SET" is not set; set it, or write $${',
    ],
    [
      "upstreams: { a: { command: x, env: { A: '${open' } } }",
      '2:41: upstreams.a.env.A: has a "${" that begins no ${NAME}',
    ],
    [
      "upstreams: { a: { command: x, env: { A=B: x } } }",
      '2:38: upstreams.a.env.A=B: "A=B" is not the name of an environment variable',
    ],
    [
      "upstreams: { a: { url: ftp://a.example } }",
      "2:24: upstreams.a.url: is not a URL that begins with https:// or http://",
    ],
    [
      "upstreams: { a: { url: 'https://u:p@a.example' } }",
      "2:24: upstreams.a.url: has a user name or a password in it; send them as a header",
    ],
    [
      "upstreams: { a: { url: 'https://a.example/#x' } }",
      "2:24: upstreams.a.url: ends with a # part",
    ],
    [
      "upstreams: { a: { url: https://a.example, headers: { 'a b': x } } }",
      '2:54: upstreams.a.headers.a b: "a b" is not the name of a header',
    ],
    [
      "upstreams: { a: { url: https://a.example, headers: { Mcp-Session-Id: x } } }",
      "is a header that the gateway sets itself; remove it",
    ],
    [
      'upstreams: { a: { url: https://a.example, headers: { X: "a\\nb" } } }',
      "2:54: upstreams.a.headers.X: its value has a character that no header can hold",
    ],
    ["names: { prefix: never }", '2:18: names.prefix: expected several or always, got "never"'],
    [
      "pin: { mode: lokced }",
      '2:14: pin.mode: expected first-use or locked or off, got "lokced"; did you mean "locked"?',
    ],
    ["pin: true", "2:6: pin: expected a mapping, got true"],
    [
      "approvals: { wait: 20 }",
      "2:20: approvals.wait: expected a time such as 20s, 5m or 1h, up to 24d, got 20",
    ],
    ["approvals: { wait: 25d }", "2:20: approvals.wait: expected a time"],
    ["approvals: { approver: '' }", "2:24: approvals.approver: expected text, got an empty text"],
    [
      "deny: { as: erorr }",
      '2:13: deny.as: expected result or error, got "erorr"; did you mean "error"?',
    ],
    ["identity: { bearer: x }", "2:21: identity.bearer: expected a list of tokens such as"],
    ["identity: { bearer: [] }", "2:21: identity.bearer: expected a list of tokens such as"],
    [
      "identity: { bearer: [{ token: 0123456789abcdef-x }] }",
      "2:22: identity.bearer[0]: has no actor; say who acts with the token",
    ],
    [
      "identity: { bearer: [{ actor: a }] }",
      "2:22: identity.bearer[0]: has neither token nor sha256; it needs one of them",
    ],
    [
      "identity: { bearer: [{ actor: a, sha256: abc }] }",
      "2:42: identity.bearer[0].sha256: is not the SHA-256 of a token",
    ],
    [
      "identity: { bearer: [{ actor: a, token: short-token }] }",
      "is shorter than 16 characters, so that it could be guessed; make one with openssl rand -hex 32",
    ],
    [
      "identity: { bearer: [{ actor: a, token: 'has a space in it, and is long' }] }",
      "has a character that no bearer token can have",
    ],
    [
      "identity: { bearer: [{ actor: a, token: 0123456789abcdef-x }, { actor: b, token: 0123456789abcdef-x }] }",
      "identity.bearer[1]: has the same token as identity.bearer[0]; one token is one actor",
    ],
    [
      "identity: { jwt: { issuer: i, jwks: keys.json } }",
      "2:18: identity.jwt: has no audience; without it tokens that are meant for others would be taken",
    ],
    [
      "identity: { jwt: { issuer: i, audience: a, jwks: http://login.example/keys } }",
      "2:50: identity.jwt.jwks: is neither an https:// URL nor a file",
    ],
    [
      "identity: { jwt: { issuer: i, audience: a, jwks: k, algorithms: [HS256] } }",
      'identity.jwt.algorithms[0]: "HS256" is not one of RS256',
    ],
    [
      "identity: { jwt: { issuer: i, audience: a, jwks: k, algorithms: [] } }",
      "the list is empty, so no token would do",
    ],
    [
      'identity: { jwt: { issuer: i, audience: a, jwks: k, scopes: [tools, "a b"] } }',
      'identity.jwt.scopes[1]: "a b" is not a scope',
    ],
    [
      "identity: { jwt: { issuer: i, audience: a, jwks: k, claims: { user: x } } }",
      'identity.jwt.claims.user: unknown key "user"; known are actor, tenant, role',
    ],
    [
      "limits: { message: 4MB }",
      '2:20: limits.message: expected a size such as 512KiB or 4MiB, up to 256MiB, got "4MB"',
    ],
    ["limits: { message: 5B }", "2:20: limits.message: expected a size of at least 1KiB"],
    ["limits: { depth: 0 }", "2:18: limits.depth: expected a whole number from 1 to 512, got 0"],
    ["limits: { answer: 0s }", "2:19: limits.answer: expected a time of at least 1ms"],
    ["storage: 5", "2:10: storage: expected text; put it in quotes"],
  ])("names the place, and how to mend it: %s", (line, problem) => {
    const problems = wrong(line);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problems[0]).toMatch(/^[23]:\d+: \S/);
  });

  it.each([
    ["", "1:1: the file is empty; a configuration needs at least policy and upstreams"],
    ["[a]", "1:1: expected a mapping, got a list"],
    ["upstreams: {}", "1:1: has no policy; name one with policy: ./policy.yaml"],
    ["policy: [", "1:10: unexpected end of the stream within a flow collection"],
  ])("says what is wrong with a file as a whole: %j", (text, problem) => {
    expect(problemsOf(text).join("\n")).toContain(problem);
  });

  it.each([
    "version: 1\nname: mine\ntools: { read: notes.read }\nallow: [notes.read]",
    "deny: [notes.write]",
    "approvals: [a]\nrequire_approval: [notes.write]",
    "extends: base.yaml",
  ])("is one alone where the file is a policy: %j", (text) => {
    expect(problemsOf(text)).toEqual([
      "1:1: this looks like a policy, not like a configuration; give it with --policy, or write a configuration that names it: policy: ./policy.yaml",
    ]);
  });

  it.each([
    "upstreams: {}\nallow: [notes.read]",
    "deny: { as: error }",
    "deny: []",
    "approvals: { wait: 20s }",
    "allowed: []",
  ])("are those of a configuration where it may be one: %j", (text) => {
    const problems = problemsOf(text).join("\n");
    expect(problems).toContain("has no policy");
    expect(problems).not.toContain("looks like a policy");
  });

  it("come all at once, with the file", () => {
    const text = "policies: x\nlisten: x\nlimits: { depth: x, deepth: 1 }\nupstreams: { A: {} }";
    expect(problemsOf(text).map((line) => line.split(": ")[1])).toEqual([
      "policies",
      "has no policy; name one with policy",
      "upstreams.A",
      "upstreams.A",
      "limits.deepth",
      "limits.depth",
      "listen",
    ]);
    expect(() => reading(text)).toThrow("/etc/capfence/gate.yaml:1:1: policies: unknown key");
  });

  it("does not take a variable that is empty for a secret", () => {
    const line = "upstreams: { a: { command: x, env: { A: '${EMPTY}' } } }";
    expect(problemsOf(`policy: p\n${line}`, { EMPTY: "" }).join("")).toContain(
      '"EMPTY" is not set',
    );
  });

  it.each([
    `identity: { bearer: [{ actor: a, token: '${SECRET}' }] }`,
    "identity: { bearer: [{ actor: a, token: '${SECRET}' }] }",
    "identity: { bearer: [{ actor: a, token: 84736251098473625 }] }",
    "identity: { bearer: [{ actor: a, token: 8473625109847362510984736 }] }",
    "identity: { bearer: '${SECRET}' }",
    `identity: { bearer: '${SECRET}' }`,
    `upstreams: { a: { url: https://a.example, headers: { Authorization: "${SECRET}\\n" } } }`,
    `upstreams: { a: { url: https://a.example, headers: "${SECRET}" } }`,
    `upstreams: { a: { url: "ftp://${SECRET}" } }`,
    "upstreams: { a: { url: 'nowhere://${SECRET}' } }",
    `upstreams: { a: { url: "https://me:${SECRET}@a.example/" } }`,
    "upstreams: { a: { command: x, env: { A: 8473625109847362510984736 } } }",
    "upstreams: { a: { command: x, env: { A: 'a${sk-very+secret' } } }",
  ])("never quotes a secret: %s", (line) => {
    const problems = problemsOf(`policy: p\n${line}`, { SECRET });
    expect(problems).not.toEqual([]);
    expect(problems.join("\n")).not.toMatch(/very|84736251/);
  });
});
