/**
 * How credentials begin that are made to be recognised, and how much follows at least: of Anthropic, OpenAI and
 * Stripe; GitHub; Slack; AWS; Google; GitLab; JSON Web Tokens; keys in PEM; npm; Hugging Face; PyPI; SendGrid.
 */
const MADE_KNOWN: readonly RegExp[] = [
  /\bsk-(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{16}/,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10}/,
  /\bgh[oprsu]_[A-Za-z0-9]{16}/,
  /\bgithub_pat_[A-Za-z0-9_]{16}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{8}/,
  /\bxapp-[A-Za-z0-9-]{8}/,
  /\bA[KS]IA[A-Z0-9]{16}/,
  /\bAIza[A-Za-z0-9_-]{30}/,
  /\bya29\.[A-Za-z0-9_-]{16}/,
  /\bglpat-[A-Za-z0-9_-]{16}/,
  /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{2}/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/,
  /\bnpm_[A-Za-z0-9]{30}/,
  /\bhf_[A-Za-z0-9]{20}/,
  /\bpypi-[A-Za-z0-9_-]{20}/,
  /\bSG\.[A-Za-z0-9_-]{16}/,
];

/** How the last word of a name ends that holds a secret. */
const SECRET_END =
  /(?:apikey|authorization|cookie|credentials?|passphrase|passw(?:or)?d|secret|token)$/;
/** Words that are short or part of others, and count only alone. */
const SECRET_WORDS: ReadonlySet<string> = new Set(["auth", "key", "pass", "pat", "pwd"]);
/** What says where a secret is or what gives it, and not which. */
const SECRET_PLACES: ReadonlySet<string> = new Set(["cmd", "command", "dir", "file", "path"]);

/** Words that stand where a secret is to be put, not for one. */
const STAND_IN =
  /^(?:change|dummy|example|fake|insert|my|none|null|paste|placeholder|put|replace|sample|some|the|todo|undefined|xxx|your)(?![a-z0-9])/;

/** Whether a text holds something that is made to be recognised as a credential. */
export function holdsCredential(text: string): boolean {
  return MADE_KNOWN.some((pattern) => pattern.test(text));
}

/** Whether a part of a URL is random enough to be what lets its bearer in. */
export function isOpaque(text: string): boolean {
  return (
    /^[A-Za-z0-9_~.=-]{20,}$/.test(text) &&
    (text.match(/\d/g)?.length ?? 0) >= 4 &&
    /[A-Za-z]/.test(text)
  );
}

/** Whether what has such a name is a secret: a variable, a header, an option or a part of a query. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  if (words.includes("public") || words.includes("publishable") || SECRET_PLACES.has(last))
    return false;
  return (
    SECRET_WORDS.has(last) || SECRET_END.test(last) || /(?:^|[_-])(?:secret|password)/i.test(name)
  );
}

/** Whether a value is one that is used, where its name says that it is a secret: no reference, flag, file or stand-in. */
export function isUsedValue(value: string): boolean {
  const bare = withoutReferences(value)
    .replace(/^\s*(?:basic|bearer|token)(?![A-Za-z0-9])/i, "")
    .trim();
  if (bare.length < 4 || /^[\d.]+$/.test(bare) || /^(?:true|false)$/i.test(bare)) return false;
  if (/^(?:\$[A-Za-z_]\w*|%\w+%|<.*>|\{\{.*\}\}|\[.*\])$/s.test(bare)) return false;
  // Other characters than these are rare in both, and a path is the place of a secret.
  if (/^(?:~|\.{1,2})?[/\\][\w. /\\-]+$|^[A-Za-z]:\\/.test(bare) && bare.length < 260) return false;
  return !/^[*x.•-]+$/i.test(bare) && !STAND_IN.test(bare.toLowerCase());
}

/** A text without its `${...}`, but for what they stand for if nothing else is known. */
export function withoutReferences(text: string): string {
  return text.replace(/\$\{([^{}]*)\}/g, (_whole, reference: string) => {
    const at = reference.indexOf(":-");
    return at === -1 ? "" : reference.slice(at + 2);
  });
}
