/** A server on standard input and output that does what the method of each request says, wrong things above all. */
import { createInterface } from "node:readline";

interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly result?: unknown;
}

const got: Message[] = [];

function say(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function notify(method: string, params: object): void {
  say({ method: `notifications/${method}`, params });
}

function answer({ id }: Message, result: object = {}): void {
  say({ id, result });
}

const DEEDS: Readonly<Record<string, (request: Message) => void>> = {
  echo: (request) => answer(request, { params: request.params ?? null }),
  got: (request) => answer(request, { got }),
  exact: ({ id }) =>
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{ "n": 12345678901234567890 }}\n`),
  environment: (request) => answer(request, { env: process.env, cwd: process.cwd() }),
  refuse: ({ id }) => say({ id, error: { code: -32_602, message: "no" } }),
  die: () => process.exit(3),
  kill: () => process.kill(process.pid, "SIGKILL"),
  half: ({ id }) =>
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{}`, () => process.exit(0)),
  long: (request) => {
    process.stdout.write(`{"jsonrpc":"2.0","method":"${"x".repeat(10 * 1024 * 1024)}"}\n`);
    answer(request);
  },
  latin: (request) => {
    process.stdout.write(Buffer.from('{"jsonrpc":"2.0","method":"\xff"}\n', "latin1"));
    answer(request);
  },
  nonsense: (request) => {
    process.stdout.write("Listening on stdio\n");
    answer(request);
  },
  unreadable: ({ id }) => say({ id, result: {}, surprise: true }),
  deep: ({ id }) => {
    const value = "[".repeat(100_000) + "]".repeat(100_000);
    process.stdout.write(`{"jsonrpc":"2.0","id":${String(id)},"result":{"content":${value}}}\n`);
  },
  silent: () => {},
  late: (request) => setTimeout(() => answer(request), 100),
  wrong: (request) => say({ id: Number(request.id) + 1000, result: {} }),
  twice: (request) => {
    answer(request, { time: 1 });
    answer(request, { time: 2 });
  },
  flood: (request) => {
    for (let number = 0; number < 100_000; number += 1) notify("message", { data: number });
    answer(request);
  },
  progress: (request) => {
    const token = request.params?.["_meta"]?.["progressToken"];
    notify("progress", { progressToken: token, progress: 1 });
    notify("progress", { progressToken: "nobody's", progress: 1 });
    answer(request, { token });
  },
  speak: (request) => {
    notify("message", { data: "working" });
    notify("tools/list_changed", {});
    say({ id: "ask-1", method: "sampling/createMessage", params: {} });
    answer(request);
  },
  "subscriptions/listen": ({ id }) => {
    const stamp = { _meta: { "io.modelcontextprotocol/subscriptionId": id } };
    notify("subscriptions/acknowledged", stamp);
    notify("tools/list_changed", stamp);
    say({ id, result: stamp });
  },
  stderr: (request) => {
    process.stderr.write("first\nsecond\nwithout an end");
    answer(request);
  },
  deaf: (request) => {
    answer(request);
    lines.pause();
    setInterval(() => {}, 1000);
  },
  mute: () => process.stdout.end(),
};

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const message = JSON.parse(line) as Message;
  got.push(message);
  if (message.id !== undefined && message.method !== undefined) DEEDS[message.method]?.(message);
});
