import { ConfigurationError, PolicyLoadError, type PolicyProblem } from "../../errors.ts";
import type { PolicyDocument, PolicyFiles } from "./document.ts";
import { DocumentReader } from "./reader.ts";

/** Reads a policy and all it extends. Throws `PolicyLoadError` with every problem found. */
export function loadPolicyDocument(path: string, files: PolicyFiles): PolicyDocument {
  const file = files.resolve(path);
  return readPolicyDocument(files.read(file), file, files);
}

/** As {@link loadPolicyDocument}, for text that is already at hand; `file` is what errors call it. */
export function readPolicyDocument(text: string, file: string, files: PolicyFiles): PolicyDocument {
  const problems: PolicyProblem[] = [];
  const document = new DocumentReader(files, problems).read(text, file, []);
  if (problems.length > 0 || document === undefined) throw new PolicyLoadError(problems);
  return document;
}

/** Files for policies that are given as text and extend nothing. */
export const NO_FILES: PolicyFiles = {
  read: (path) => {
    throw new ConfigurationError(
      `cannot read "${path}": this policy was given as text, so it cannot extend files`,
    );
  },
  resolve: (path) => path,
};
