// A server of MCP that answers at once, without anything that costs time: `node null-server.ts PORT`, or without a port
// on its standard input and output.
import { createServer } from "node:http";
import { createInterface } from "node:readline";

interface Asked {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: { readonly protocolVersion?: string };
}

const TOOL = {
  name: "look_up",
  description: "Looks a record up",
  inputSchema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
};

/** The answer to a message; undefined for what needs none. */
function answerTo({ id, method, params }: Asked): string | undefined {
  if (id === undefined || method === undefined) return undefined;
  const result = resultOf(method, params?.protocolVersion);
  const error = { code: -32_601, message: "method not found" };
  return JSON.stringify({ jsonrpc: "2.0", id, ...(result === undefined ? { error } : { result }) });
}

function resultOf(method: string, protocolVersion: string | undefined): object | undefined {
  if (method === "tools/call") return { content: [{ type: "text", text: "done" }] };
  if (method === "tools/list") return { tools: [TOOL] };
  if (method === "ping") return {};
  if (method !== "initialize") return undefined;
  return {
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "null", version: "1.0.0" },
  };
}

const [port] = process.argv.slice(2);
if (port === undefined) {
  createInterface(process.stdin).on("line", (line) => {
    const answer = answerTo(JSON.parse(line) as Asked);
    if (answer !== undefined) process.stdout.write(`${answer}\n`);
  });
} else {
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const answer = request.method === "POST" ? answerTo(JSON.parse(text) as Asked) : undefined;
      if (answer === undefined) response.writeHead(request.method === "POST" ? 202 : 405).end();
      else response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
  });
  server.listen(Number(port), "127.0.0.1");
}
