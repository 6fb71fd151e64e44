import { madeOnce } from "../../made-once.ts";

/** A long option in any spelling that GNU getopt takes for it: at least one letter, or the whole name and what follows. */
function long(...names: readonly string[]): string {
  const spellings = names.flatMap((name) => {
    const shorter = Array.from({ length: name.length - 1 }, (_, index) => name.slice(0, index + 1));
    return [name, ...shorter.map((start) => `${start}(?:=|$)`)];
  });
  return `^--(?:${spellings.join("|")})`;
}

/** What an option or word looks like: long options by name, anything else by pattern. */
function risky(pattern: RegExp, ...names: readonly string[]): RegExp {
  const sources = [...(names.length > 0 ? [long(...names)] : []), pattern.source];
  return new RegExp(sources.join("|"), pattern.flags);
}

const APT = risky(/invoke|install-pkgs|dir::|solver|::methods|^-c/i, "config-file");
const SSH_COPY = /(?:proxy|local|knownhosts)command|pkcs11|^-[a-zA-Z0-9]*S|^-D/i;

/** Options and words that make an otherwise harmless program run code or delete. */
export const destructiveOptions: () => ReadonlyMap<string, RegExp> = madeOnce(
  () =>
    new Map([
      ["find", /^-(?:delete|exec|execdir|ok|okdir|fprint|fprintf|fls|fprint0)$/],
      ["fd", risky(/^-[xX]/, "exec", "exec-batch")],
      ["rsync", risky(/^-[a-z]*e/i, "delete", "remove-source-files", "rsh", "rsync-path")],
      [
        "git",
        risky(
          /^(?:clean|filter-branch|filter-repo|foreach|bisect|difftool|-[cx]$|-O|alias\.|core\.|ext::)/,
          "exec",
          "config-env",
          "upload-pack",
          "receive-pack",
          "open-files-in-pager",
        ),
      ],
      [
        "tar",
        risky(
          /^-[a-z]*[IF]$/,
          "checkpoint-action",
          "to-command",
          "use-compress-program",
          "remove-files",
          "rsh-command",
          "info-script",
          "new-volume-script",
        ),
      ],
      [
        "sed",
        risky(
          /^-[nErsuz]*i|(?:^|[;{}\d$/])\s*e\b|s([^\w\s]).*\1.*\1[gpimIM0-9]*e[gpimIM0-9]*(?:[;}\s]|$)/,
          "in-place",
        ),
      ],
      [
        "make",
        risky(
          /^-[bBdeikLmnpqrRsStvw]*[fE]|^(?:\.?SHELL\w*|MAKEFLAGS)=/,
          "eval",
          "file",
          "makefile",
        ),
      ],
      ["sort", risky(/^--compress-prog/, "compress-program")],
      ["split", risky(/^--filter/, "filter")],
      ["zip", risky(/^-TT/, "unzip-command")],
      ["man", risky(/^-[PH]/, "pager", "html")],
      ["npx", risky(/^-c/, "call")],
      ["npm", risky(/^-c/, "call")],
      ["nc", /^-[a-z]*[ec]$/],
      ["ncat", risky(/^-[a-z]*[ec]$/, "exec", "sh-exec", "lua-exec")],
      ["socat", /\b(?:exec|system)\b/i],
      ["ip", /^exec$/],
      ["deno", /^(?:eval|repl)$/],
      ["bun", /^(?:exec|repl)$/],
      ["scp", SSH_COPY],
      ["sftp", SSH_COPY],
      ["psql", /\\!|\\[gow]\w*\s*\||\bprogram\s*(?:'|\$|e')/i],
      [
        "sqlite3",
        /(?:^|[\n;])\s*\.(?:s|sh|she|shell?|sy|sys|syst|syste|system|lo[a-z]*|ex[a-z]*)(?:\s|$)|^\s*\.[iox]\w*\s[^]*\||\b(?:edit|load_extension)\s*\(/i,
      ],
      ["less", risky(/^\+{1,2}(?![\d/?gGF])|^\+.*!|^-k/, "lesskey")],
      ["apt-get", APT],
      ["apt", APT],
      ["apt-cache", APT],
      ["aptitude", APT],
      // Wrappers, by their own options.
      ["sudo", risky(/^-[AbEHKknPS]*[sie]/, "shell", "login", "edit")],
      ["doas", /^-[Ln]*s/],
      ["env", risky(/^-[i0v]*S/, "split-string")],
      ["flock", risky(/^-c/, "command")],
      // Builtins that evaluate, load or rebind.
      ["hash", /^-[a-z]*p/],
      ["enable", /^-[a-z]*f/],
      ["bind", /^-/],
      ["mapfile", /^-[a-z]*C/],
      ["readarray", /^-[a-z]*C/],
      ["compgen", /^-[a-zA-Z]*[CFW]/],
      ["complete", /^-[a-zA-Z]*[CFW]/],
    ]),
);
