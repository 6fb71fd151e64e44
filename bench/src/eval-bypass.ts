import { evaluateBypass } from "./bypass/command.ts";
import { STANDARD_OUTPUT } from "./output.ts";

process.exitCode = await evaluateBypass(process.argv.slice(2), STANDARD_OUTPUT);
