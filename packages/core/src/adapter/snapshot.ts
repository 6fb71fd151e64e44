import { freezeJson } from "../encoding/json.ts";

/**
 * A copy of a tool's input, so that its caller cannot change it while a framework still parses it.
 * Input that is not plain JSON stays as it is: a schema may turn it into JSON, else it is refused when judged.
 */
export function snapshot<Input>(input: Input): Input {
  try {
    return structuredClone(freezeJson(input)) as Input;
  } catch {
    return input;
  }
}
