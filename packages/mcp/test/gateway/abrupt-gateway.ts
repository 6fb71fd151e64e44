/** A gateway that exits while its server, which does not end by itself, still runs. It says who the server is. */
import { fileURLToPath } from "node:url";
import { StdioUpstream } from "../../src/gateway/upstream/stdio-upstream.ts";

const args = [fileURLToPath(new URL("./stubborn-server.ts", import.meta.url))];
const settings = { kind: "stdio", command: process.execPath, args, env: {} } as const;
await new StdioUpstream("stubborn", settings).open("legacy", {
  hear: ({ message }) =>
    process.stdout.write(JSON.stringify(message.params), () => process.exit(1)),
  fault: () => {},
  ended: () => {},
});
