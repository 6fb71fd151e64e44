import { STANDARD_OUTPUT } from "./output.ts";
import { evaluateTools } from "./tools/command.ts";

process.exitCode = evaluateTools(process.argv.slice(2), STANDARD_OUTPUT);
