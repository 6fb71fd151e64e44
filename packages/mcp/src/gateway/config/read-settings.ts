import type { PolicyProblem } from "@capfence/core";
import { childOf, type SourceNode } from "@capfence/core/source";
import { checkExposure } from "./exposure.ts";
import { refersToEnvironment } from "./fill-in.ts";
import { given } from "./given.ts";
import { looksLikePolicy } from "./looks-like-policy.ts";
import { readIdentity } from "./read-identity.ts";
import { readListen } from "./read-listen.ts";
import { readApprovalSettings, readLimits, readPins } from "./read-sections.ts";
import { readUpstreams } from "./read-upstreams.ts";
import { Section } from "./section.ts";
import type { GatewaySettings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { isFilledIn, SettingsSource } from "./settings-source.ts";

/** Every key of a configuration. */
export const SETTINGS_KEYS: readonly string[] = [
  "listen",
  "policy",
  "upstreams",
  "names",
  "pin",
  "approvals",
  "deny",
  "identity",
  "storage",
  "limits",
];

/** What a configuration says, and what is unwise in it. */
export interface SettingsReading {
  readonly settings: GatewaySettings;
  /** Where the file names the policy, if it is the file that does. */
  readonly policyAt?: Omit<PolicyProblem, "message">;
  readonly warnings: readonly PolicyProblem[];
}

/** What is said outside of the file; it takes the place of what the file says. */
export type SettingsOverrides = (settings: GatewaySettings) => GatewaySettings;

/** Where a configuration stands, and what it is read with. */
export interface ReadSettingsOptions {
  /** What paths in it are relative to, and what problems call it; absolute. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What is said outside of the file. A file need have no policy where `policy` is given here. */
  readonly policy?: string;
  readonly override?: SettingsOverrides;
}

/** Reads a configuration (YAML 1.2 or JSON). Throws `SettingsError` with every problem found. */
export function readSettings(
  text: string,
  { file, environment, policy, override = (settings) => settings }: ReadSettingsOptions,
): SettingsReading {
  const source = new SettingsSource(file, environment);
  const root = source.read(text);
  const read = root && readRoot(root, source, policy);
  const settings = read && override(read);
  if (root !== undefined && settings !== undefined) checkExposure(settings, root, source);
  if (settings === undefined || source.problems.length > 0)
    throw new SettingsError(source.problems);
  const named = policy === undefined ? childOf(root, "policy") : undefined;
  return {
    settings,
    warnings: source.warnings,
    ...(named && { policyAt: { file, line: named.line, column: named.column, key: named.key } }),
  };
}

function readRoot(
  root: SourceNode,
  source: SettingsSource,
  policy: string | undefined,
): GatewaySettings | undefined {
  if (looksLikePolicy(root, SETTINGS_KEYS))
    return source.report(
      root,
      "this looks like a policy, not like a configuration; give it with --policy, or write a configuration that names it: policy: ./policy.yaml",
    );
  const section = new Section(root, SETTINGS_KEYS, source);
  if (section.node === undefined) return undefined;
  if (section.at("policy") === undefined && policy === undefined)
    source.report(root, "has no policy; name one with policy: ./policy.yaml");
  warnOfReferences(root, source);
  const names = new Section(section.at("names"), ["prefix"], source);
  const deny = new Section(section.at("deny"), ["as"], source);
  const own = section.path("policy");
  return {
    policy: policy ?? own ?? "",
    upstreams: readUpstreams(section.at("upstreams"), source),
    prefix: names.oneOf("prefix", ["several", "always"]) ?? "several",
    pins: readPins(section.at("pin"), source),
    approvals: readApprovalSettings(section.at("approvals"), source),
    denials: deny.oneOf("as", ["result", "error"]) ?? "result",
    identity: readIdentity(section.at("identity"), source),
    limits: readLimits(section.at("limits"), source),
    ...given({
      storage: readStorage(section, source),
      http: readListen(section.at("listen"), source),
    }),
  };
}

/** A URL as it is; anything else is a file. */
function readStorage(section: Section, source: SettingsSource): string | undefined {
  const text = section.secret("storage");
  return text === undefined || /^postgres(?:ql)?:/i.test(text) ? text : source.resolve(text);
}

/** Tells of texts that look as if the environment were filled in where it is not. */
function warnOfReferences(node: SourceNode, source: SettingsSource): void {
  if (!isFilledIn(node) && typeof node.value === "string" && refersToEnvironment(node.value))
    source.warn(
      node,
      "is taken as it stands; ${NAME} is filled in only under env, headers, token, capability_token, url and storage",
    );
  for (const item of node.items) warnOfReferences(item, source);
  for (const entry of node.entries) warnOfReferences(entry.node, source);
}
