import { describe, expect, it } from "vitest";
import { reading } from "../../../test/gateway/reading.ts";
import { DEFAULT_LIMITS } from "./default-settings.ts";

const TOKEN = "a-token-of-an-agent-0123";
// printf %s a-token-of-an-agent-0123 | sha256sum
const HASH = "ddf2212edc55468d70e08a885577f1f0168e82a475a794f09a832d56e0799330";

const EVERYTHING = `
listen: { host: "::", port: 9000, path: /gate, allowed_hosts: gate.example, allowed_origins: [https://app.example] }
policy: ../policy.yaml
upstreams:
  files:
    command: ./server.sh
    args: [--root, /data]
    env: { TOKEN: "\${FILES_TOKEN}", NOTE: "costs $5, $\${not} filled" }
    cwd: work
  crm: { url: "https://crm.example/\${CRM_PATH}", headers: { Authorization: "Bearer \${CRM_TOKEN}" } }
names: { prefix: always }
pin: { file: ./tools.json, mode: locked }
approvals: { channel: queue, approver: alice, wait: 0s }
deny: { as: error }
identity:
  actor: agent
  environment: production
  tenant: acme
  role: support
  bearer: [{ token: "\${AGENT_TOKEN}", actor: bot, tenant: other }]
  jwt:
    issuer: https://login.example
    audience: https://gate.example/gate
    jwks: https://login.example/keys
    algorithms: ES256
    claims: { actor: azp, tenant: org, role: role }
    scopes: [tools]
    clock_tolerance: 2s
storage: "postgres://gate:\${DB_PASSWORD}@db.example/capfence"
limits: { message: 512KiB, depth: 32, concurrent: 10, concurrent_per_principal: 5, calls_per_minute: 60, sessions: 7, session_idle: 30m, answer: 90s }
`;

const ENVIRONMENT = {
  PATH: "/bin",
  SECRET_OF_THE_GATEWAY: "x",
  FILES_TOKEN: "f",
  CRM_PATH: "mcp",
  CRM_TOKEN: "c",
  AGENT_TOKEN: TOKEN,
  DB_PASSWORD: "d",
};

describe("a configuration", () => {
  it("says everything that a gateway can be told", () => {
    const { settings, warnings } = reading(EVERYTHING, ENVIRONMENT);
    expect(warnings).toEqual([]);
    expect({ ...settings, upstreams: Object.fromEntries(settings.upstreams) }).toEqual({
      http: {
        host: "::",
        port: 9000,
        path: "/gate",
        allowedHosts: ["gate.example"],
        allowedOrigins: ["https://app.example"],
      },
      policy: "/etc/policy.yaml",
      upstreams: {
        files: {
          kind: "stdio",
          command: "/etc/capfence/server.sh",
          args: ["--root", "/data"],
          env: { PATH: "/bin", TOKEN: "f", NOTE: "costs $5, ${not} filled" },
          cwd: "/etc/capfence/work",
        },
        crm: {
          kind: "http",
          url: "https://crm.example/mcp",
          headers: { Authorization: "Bearer c" },
        },
      },
      prefix: "always",
      pins: { file: "/etc/capfence/tools.json", mode: "locked" },
      approvals: { channel: "queue", approver: "alice", wait: 0 },
      denials: "error",
      identity: {
        actor: "agent",
        environment: "production",
        tenant: "acme",
        role: "support",
        bearer: [{ sha256: HASH, actor: "bot", tenant: "other" }],
        jwt: {
          issuer: "https://login.example",
          audience: "https://gate.example/gate",
          jwks: { url: "https://login.example/keys" },
          algorithms: ["ES256"],
          claims: { actor: "azp", tenant: "org", role: "role" },
          scopes: ["tools"],
          clockTolerance: 2000,
        },
      },
      storage: "postgres://gate:d@db.example/capfence",
      limits: {
        messageSize: 512 * 1024,
        depth: 32,
        concurrent: 10,
        concurrentPerPrincipal: 5,
        callsPerMinute: 60,
        sessions: 7,
        sessionIdle: 1_800_000,
        answer: 90_000,
      },
    });
  });

  it("needs no more than a policy", () => {
    const { settings, warnings } = reading("policy: policy.yaml");
    expect(warnings).toEqual([]);
    expect(settings).toEqual({
      http: { host: "127.0.0.1", port: 8080, path: "/mcp", allowedHosts: [], allowedOrigins: [] },
      policy: "/etc/capfence/policy.yaml",
      upstreams: new Map(),
      prefix: "several",
      pins: { file: "/etc/capfence/capfence.mcp-lock.json", mode: "first-use" },
      approvals: { channel: "auto", wait: 0 },
      denials: "result",
      identity: { actor: "mcp-client" },
      limits: DEFAULT_LIMITS,
    });
  });

  it("may be JSON", () => {
    const { settings } = reading('{ "policy": "/p.yaml", "listen": "[::1]:0", "pin": "off" }');
    expect(settings.http).toMatchObject({ host: "::1", port: 0 });
    expect(settings.pins.mode).toBe("off");
  });

  it("may say that it listens nowhere", () => {
    expect(reading("{ policy: p.yaml, listen: stdio }").settings).not.toHaveProperty("http");
  });

  it("may name the lock file alone, and a file of the log", () => {
    const { settings } = reading("{ policy: p.yaml, pin: ./pins.json, storage: ./audit.db }");
    expect(settings.pins).toEqual({ mode: "first-use", file: "/etc/capfence/pins.json" });
    expect(settings.storage).toBe("/etc/capfence/audit.db");
  });

  it("may hold the hash of a token in place of the token, and a file in place of a URL of keys", () => {
    const jwt = "{ issuer: i, audience: a, jwks: keys.json }";
    const { identity } = reading(
      `{ policy: p.yaml, identity: { bearer: [{ sha256: "${HASH}", actor: bot }], jwt: ${jwt} } }`,
    ).settings;
    expect(identity.bearer).toEqual([{ sha256: HASH, actor: "bot" }]);
    expect(identity.jwt).toMatchObject({
      jwks: { file: "/etc/capfence/keys.json" },
      claims: { actor: "sub" },
      scopes: [],
      clockTolerance: 5000,
    });
    expect(identity.jwt?.algorithms).not.toContain("HS256");
  });

  it("says where it names the policy", () => {
    const { policyAt } = reading("upstreams: {}\npolicy: p.yaml");
    const place = { line: 2, column: 9, key: "policy" };
    expect(policyAt).toEqual({ file: "/etc/capfence/gate.yaml", ...place });
  });

  it("needs no policy where one is named outside of it", () => {
    const outside = { policy: "/other/policy.yaml" };
    expect(reading("upstreams: {}", {}, outside).settings.policy).toBe("/other/policy.yaml");
    expect(reading("policy: p.yaml", {}, outside)).not.toHaveProperty("policyAt");
  });

  it("gives a server a short list of the environment, and what is given for it", () => {
    const text = "{ policy: p.yaml, upstreams: { a: { command: x, env: { LANG: de } } } }";
    const { settings } = reading(text, { ...ENVIRONMENT, HOME: "/root", LANG: "en" });
    expect(settings.upstreams.get("a")).toMatchObject({
      command: "x",
      env: { PATH: "/bin", HOME: "/root", LANG: "de" },
    });
    expect(JSON.stringify(settings.upstreams.get("a"))).not.toContain("SECRET_OF_THE_GATEWAY");
  });

  it.each([
    [
      "headers that are sent over plain http",
      "upstreams: { a: { url: http://crm.example/mcp, headers: { X: y } } }",
      "upstreams.a.url",
      "use https",
    ],
    [
      "nobody being allowed to call it by its name",
      "listen: 0.0.0.0:80\nidentity: { bearer: [{ token: 0123456789abcdef-x, actor: bot }] }",
      "listen",
      "list the names that clients call it by under listen.allowed_hosts",
    ],
    [
      "a reference that is not filled in",
      'upstreams: { a: { command: x, args: ["${HOME}"] } }',
      "upstreams.a.args[0]",
      "filled in only under env",
    ],
  ])("warns of %s", (_name, text, key, message) => {
    const { warnings } = reading(`policy: p.yaml\n${text}`);
    expect(warnings).toEqual([
      expect.objectContaining({ line: 2, key, message: expect.stringContaining(message) }),
    ]);
  });

  it("does not warn of plain http on the loopback, nor of https", () => {
    for (const url of ["http://127.0.0.1:3000/mcp", "http://[::1]/", "https://crm.example"]) {
      const text = `{ policy: p.yaml, upstreams: { a: { url: "${url}", headers: { X: y } } } }`;
      expect(reading(text).warnings).toEqual([]);
    }
  });
});
