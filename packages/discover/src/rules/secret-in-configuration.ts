import { shown } from "../texts/unseen.ts";
import type { ServerRule } from "./rule.ts";

/** A secret in plain text in the configuration of a client. */
export const secretInConfiguration: ServerRule = {
  id: "secret_in_configuration",
  severity: "high",
  category: "secret_exposure",
  title: "secret in plain text in a configuration",
  help: "Whoever reads the file, an agent with a file tool among them, has the secret. Change it, take it out of the file, and hand it over by an environment variable or a keychain that the client fills in.",
  mappings: {
    cast: ["CAST-06"],
    owaspAgentic: ["ASI03"],
    owaspLlm: ["LLM02"],
    nistAiRmf: ["MEASURE-2.10", "MEASURE-2.7"],
    mitreAtlas: ["AML.T0055", "AML.T0083"],
  },
  about: "server",
  check: ({ secrets }) =>
    secrets.map(({ held, origin }) => ({
      pointer: "",
      message: `${shown(held)} holds a secret in plain text${origin.file === undefined ? "" : ` in ${shown(origin.file)}`}`,
      evidence: { held, origin: { ...origin } },
    })),
};
