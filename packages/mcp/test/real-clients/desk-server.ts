/** A server of version 2 on standard input and output, for either era; it notes in the file `NOTES` what was done. */
import { setTimeout } from "node:timers/promises";
import { appendFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const WATCHED = "desk://watched";

function noted(words: string): { content: { type: "text"; text: string }[] } {
  appendFileSync(process.env["NOTES"] ?? "", `${words}\n`);
  return { content: [{ type: "text", text: words }] };
}

serveStdio(() => {
  const server = new McpServer(
    { name: "desk", version: "1.0.0" },
    { capabilities: { logging: {}, resources: { subscribe: true } } },
  );
  const nothing = z.object({});
  const sums = z.object({ amount: z.number() });
  server.registerTool("pay", { inputSchema: sums }, ({ amount }) => noted(`paid ${amount}`));
  server.registerTool("secret", { inputSchema: nothing }, () => noted("told a secret"));

  server.registerTool("report", { inputSchema: nothing }, async (_input, { mcpReq }) => {
    const { _meta: meta } = mcpReq;
    const progressToken = meta?.progressToken;
    if (progressToken !== undefined)
      await mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken, progress: 1 },
      });
    await mcpReq.log("info", "halfway");
    // Clients of the SDK forget who waits for progress with the answer, also when both come at once.
    await setTimeout(250);
    return noted("reported");
  });

  server.registerTool("wait", { inputSchema: nothing }, async (_input, { mcpReq }) => {
    noted("waiting");
    await new Promise((resolve) => mcpReq.signal.addEventListener("abort", resolve));
    return noted("stopped waiting");
  });

  server.registerTool("change", { inputSchema: nothing }, async () => {
    server.sendToolListChanged();
    await server.server.sendResourceUpdated({ uri: WATCHED });
    return noted("changed");
  });

  server.registerResource("watched", WATCHED, {}, ({ href }) => ({
    contents: [{ uri: href, text: "what is watched" }],
  }));
  for (const method of ["resources/subscribe", "resources/unsubscribe"] as const)
    server.server.setRequestHandler(method, () => ({}));
  return server;
});
