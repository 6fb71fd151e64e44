import { spawn } from "node:child_process";
import type { BankMessage, Say } from "./bank.ts";

/** What the bank does wrong, by the name of the tool. */
export const FAULTS: Readonly<
  Record<string, (request: BankMessage, done: () => void, say: Say) => void>
> = {
  die: () => process.exit(3),
  half: ({ id }, _done, say) => {
    say(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{`);
    setTimeout(() => process.exit(0), 50);
  },
  long: (_request, done, say) => {
    say(`{"jsonrpc":"2.0","method":"${"x".repeat(10 * 1024 * 1024)}"}\n`);
    done();
  },
  latin: (_request, done, say) => {
    say(Buffer.from('{"jsonrpc":"2.0","method":"\u00FF"}\n', "latin1"));
    done();
  },
  silent: () => {},
  wrong: ({ id }, _done, say) => say({ jsonrpc: "2.0", id: Number(id) + 1000, result: {} }),
  flood: (_request, done, say) => {
    for (let data = 0; data < 20_000; data += 1)
      say({ jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data } });
    done();
  },
  late: (_request, done) => void setTimeout(done, 300),
  // A child that hears of no end, and comes to none for long.
  breed: (_request, done) => {
    spawn("sleep", ["987654"], { stdio: "ignore" });
    done();
  },
};
