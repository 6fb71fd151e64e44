import { isSecretName } from "@capfence/discover";

/**
 * Everything that a credential is made of, and neither what a shell would act on nor the path of a program: a mask must
 * not hide what is run.
 */
const CREDENTIAL = /^(?![.~]{0,2}\/)[\w+/=.~:-]{4,}$/;

/** A piece of a text that is as long as a credential. */
const LONG = /[\w+=.~-]{20,}/g;

/** The user of a URL, of any scheme, as far as it has a password. */
const USER = /(\/\/[\w.~%+-]{0,200}:)([\w.~%+!*=-]{1,200})(?=@)/g;

/** A name and a value in the query of a URL. */
const QUERY = /[?&]([\w.~%-]{1,100})=([\w.~%+/:=-]{4,2000})/g;

/** The words of a command line, with what looks like a secret cut short. */
export function maskedWords(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    // What is started is shown as it is, and so is what may be a script behind letters such as those of `bash -pat`.
    if (index === 0) return word;
    if (word.includes("://")) return maskedParts(word);
    const [, option] = /^--([A-Za-z][\w-]*)$/.exec(words[index - 1] ?? "") ?? [];
    if (option !== undefined && isSecretName(option) && !word.startsWith("-"))
      return maskedValue(option, word);
    const [, name, sign, value] = /^(-{0,2}[A-Za-z][\w-]*)(\s*[=:]\s*)(.+)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined) return masked(word);
    return `${name}${sign}${maskedValue(name, value)}`;
  });
}

/** A value, cut short where its name says that it is a secret, or where it looks like one. */
export function maskedValue(name: string, value: string): string {
  const [, scheme = "", secret = value] = /^((?:basic|bearer|token)\s+)(.+)$/is.exec(value) ?? [];
  if (isSecretName(name) && CREDENTIAL.test(secret)) return `${scheme}${cutShort(secret)}`;
  return value.includes("://") ? maskedParts(value) : masked(value);
}

/** A URL that is called, without what may be secret in it. */
export function maskedUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return masked(text);
  const user = url.username === "" ? "" : "…@";
  const query = url.search === "" ? "" : "?…";
  return `${url.protocol}//${user}${url.host}${masked(url.pathname)}${query}`;
}

/**
 * A text with a URL in it, of which only parts are cut short that can be nothing but values: what looks like a URL may
 * be a shell's command line.
 */
function maskedParts(text: string): string {
  return masked(
    text
      .replace(USER, "$1…")
      .replace(QUERY, (whole, name: string, value: string) =>
        isSecretName(name) ? `${whole.slice(0, -value.length)}${cutShort(value)}` : whole,
      ),
  );
}

function masked(text: string): string {
  return text.replaceAll(LONG, (piece) => (isRandom(piece) ? cutShort(piece) : piece));
}

/** Not so a name of several words with a number in it, as packages have, which somebody has to see. */
function isRandom(piece: string): boolean {
  return piece
    .split(/[.~=+-]/)
    .some(
      (part) => part.length >= 12 && /[A-Za-z]/.test(part) && (part.match(/\d/g)?.length ?? 0) >= 4,
    );
}

function cutShort(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…`;
}
