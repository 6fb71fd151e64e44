import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PolicySource } from "@capfence/core/source";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../../test/gateway/reading.ts";
import { BEARER_KEYS } from "./read-bearer.ts";
import { CLAIM_KEYS, IDENTITY_KEYS, JWT_ALGORITHMS, JWT_KEYS } from "./read-identity.ts";
import { LISTEN_KEYS } from "./read-listen.ts";
import { APPROVAL_KEYS, LIMIT_KEYS, PIN_KEYS } from "./read-sections.ts";
import { SETTINGS_KEYS } from "./read-settings.ts";
import { UPSTREAM_KEYS } from "./read-upstreams.ts";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../gateway.schema.json"), "utf8"),
) as Schema;
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(schema);

const ENVIRONMENT = { NAME: "filled-in-for-tests" };
const HASH = "0".repeat(64);

/** What the schema finds wrong in a configuration; the empty list where nothing is. */
function faults(text: string): readonly string[] {
  const node = new PolicySource("gate.yaml").read(text);
  validate(node?.value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const keys = (part: Schema | undefined): readonly string[] =>
  Object.keys(part?.properties ?? {}).toSorted();

describe("the schema of configurations", () => {
  it("has the keys that the reader has", () => {
    const { properties = {}, $defs = {} } = schema;
    expect(keys(schema)).toEqual(SETTINGS_KEYS.toSorted());
    expect(keys($defs["listen"])).toEqual(LISTEN_KEYS.toSorted());
    expect(keys($defs["upstream"])).toEqual(UPSTREAM_KEYS.toSorted());
    expect(keys($defs["pin"])).toEqual(PIN_KEYS.toSorted());
    expect(keys(properties["approvals"])).toEqual(APPROVAL_KEYS.toSorted());
    expect(keys($defs["identity"])).toEqual(IDENTITY_KEYS.toSorted());
    expect(keys($defs["bearer"])).toEqual(BEARER_KEYS.toSorted());
    expect(keys($defs["jwt"])).toEqual(JWT_KEYS.toSorted());
    expect(keys($defs["jwt"]?.properties?.["claims"])).toEqual(CLAIM_KEYS.toSorted());
    expect(keys($defs["limits"])).toEqual(LIMIT_KEYS.toSorted());
    expect($defs["algorithm"]?.enum).toEqual(JWT_ALGORITHMS);
  });

  it("describes every key", () => {
    const parts = [schema, ...Object.values(schema.$defs ?? {})];
    const all = parts.flatMap((part) => Object.entries(part.properties ?? {}));
    const bare = all.filter(([, key]) => key.description?.endsWith(".") !== true);
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it.each([
    "listen: stdio",
    "listen: localhost:0",
    "listen: '[::1]:8080'",
    "listen: {}",
    "listen: { host: '::1', port: 1, path: /, allowed_hosts: [a:80, '[::1]'], allowed_origins: 'app://x' }",
    "upstreams: {}",
    "upstreams: { a: { command: x } }",
    "upstreams: { a-1: { command: ./x, args: y, env: { A: '$5 $${x} ${NAME}$' }, cwd: . } }",
    "upstreams: { a: { url: 'https://a.example/${NAME}', headers: { X-Y: '${NAME}' } } }",
    "names: { prefix: always }",
    "names: {}",
    "pin: off",
    "pin: pins.json",
    "pin: { file: pins.json, mode: locked }",
    "approvals: { channel: queue, approver: alice, wait: 0s }",
    "deny: { as: error }",
    "identity: { actor: a, environment: b, tenant: c, role: d }",
    "identity: { bearer: [{ token: '${NAME}', actor: a }] }",
    `identity: { bearer: [{ sha256: "${HASH}", actor: a, environment: b, tenant: c, role: d }] }`,
    "identity: { jwt: { issuer: i, audience: a, jwks: k } }",
    "identity: { jwt: { issuer: i, audience: a, jwks: k, algorithms: [ES256], claims: { actor: a, tenant: b, role: c }, scopes: [], clock_tolerance: 0s } }",
    "storage: '${NAME}.db'",
    "limits: { message: 4096B, depth: 512, concurrent: 1, concurrent_per_principal: 1, calls_per_minute: 1, sessions: 1, session_idle: 1d, answer: 500ms }",
  ])("accepts %s, as the reader does", (line) => {
    const text = `policy: p.yaml\n${line}`;
    expect(problemsOf(text, ENVIRONMENT)).toEqual([]);
    expect(faults(text)).toEqual([]);
  });

  it.each([
    "polices: x",
    "listen: 8080",
    "listen: 'a b:1'",
    "listen: { port: -1 }",
    "listen: { port: 70000 }",
    "listen: { path: mcp }",
    "listen: { host: 'a b' }",
    "listen: { allowed_hosts: ['a/b'] }",
    "listen: { allowed_origins: a.example }",
    "upstreams: [a]",
    "upstreams: { A: { command: x } }",
    "upstreams: { a_b: { command: x } }",
    "upstreams: { a: {} }",
    "upstreams: { a: { command: x, url: https://a.example } }",
    "upstreams: { a: { command: x, headers: {} } }",
    "upstreams: { a: { url: https://a.example, args: [] } }",
    "upstreams: { a: { command: x, args: [1] } }",
    "upstreams: { a: { command: x, env: { A: 1 } } }",
    "upstreams: { a: { command: x, env: { A: '${open' } } }",
    "upstreams: { a: { command: x, env: { A: '${1}' } } }",
    "upstreams: { a: { command: x, env: { '': x } } }",
    "upstreams: { a: { url: https://a.example, headers: { 'a b': x } } }",
    "names: { prefix: never }",
    "names: always",
    "pin: false",
    "pin: { mode: on }",
    "approvals: { wait: 20 }",
    "approvals: { wait: 1w }",
    "approvals: { channel: in-band }",
    "deny: { as: 403 }",
    "deny: result",
    "identity: { actor: '' }",
    "identity: { bearer: [] }",
    "identity: { bearer: [{ actor: a }] }",
    "identity: { bearer: [{ token: '${NAME}' }] }",
    `identity: { bearer: [{ token: '\${NAME}', sha256: "${HASH}", actor: a }] }`,
    "identity: { bearer: [{ sha256: ABC, actor: a }] }",
    "identity: { jwt: { issuer: i, audience: a } }",
    "identity: { jwt: { issuer: i, audience: a, jwks: k, algorithms: [none] } }",
    "identity: { jwt: { issuer: i, audience: a, jwks: k, algorithms: [] } }",
    "identity: { jwt: { issuer: i, audience: a, jwks: k, claims: sub } }",
    "storage: ''",
    "storage: 5",
    "limits: { message: 4MB }",
    "limits: { depth: 513 }",
    "limits: { answer: 0s }",
    "limits: { sessions: 0.5 }",
  ])("refuses %s, as the reader does", (line) => {
    const text = `policy: p.yaml\n${line}`;
    expect(problemsOf(text, ENVIRONMENT)).not.toEqual([]);
    expect(faults(text)).not.toEqual([]);
  });

  it("refuses a configuration without a policy, as the reader does", () => {
    expect(problemsOf("upstreams: {}")).not.toEqual([]);
    expect(faults("upstreams: {}")).not.toEqual([]);
  });
});
