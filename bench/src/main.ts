import { bench } from "./bench.ts";
import { STANDARD_OUTPUT } from "./output.ts";

process.exitCode = await bench(process.argv.slice(2), STANDARD_OUTPUT);
