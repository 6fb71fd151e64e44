import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const PROGRAM = `import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "jose") throw new Error("jose was loaded");
    return next(specifier, context);
  },
});
const { authenticatorFor } = await import("./authenticator-for.ts");
const bearer = [{ sha256: "0".repeat(64), actor: "agent" }];
await authenticatorFor({ actor: "agent" }, "http://127.0.0.1/");
await authenticatorFor({ actor: "agent", bearer }, "http://127.0.0.1/");
const jwt = {
  issuer: "https://issuer.example",
  audience: "a",
  jwks: { url: "https://issuer.example/jwks" },
  algorithms: ["ES256"],
  claims: { actor: "sub" },
  scopes: [],
  clockTolerance: 0,
};
await authenticatorFor({ actor: "agent", jwt }, "http://127.0.0.1/").catch(console.log);`;

it("loads nothing that reads tokens of authorization servers before those are taken", () => {
  const parameters = ["--conditions=@capfence/source", "--input-type=module", "--eval", PROGRAM];
  const ran = spawnSync(process.execPath, parameters, {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(ran).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Error: jose was loaded/),
  });
});
