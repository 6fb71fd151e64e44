import { evaluate } from "./eval/command.ts";
import { STANDARD_OUTPUT } from "./output.ts";

process.exitCode = await evaluate(process.argv.slice(2), STANDARD_OUTPUT);
