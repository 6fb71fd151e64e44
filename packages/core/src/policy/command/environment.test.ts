import { describe, expect, it } from "vitest";
import { isIdentifier, isSecret, mayExport, maySet } from "./environment.ts";

describe("a variable", () => {
  it.each(
    "x abc _x xREPLY x_path LC_ALL LC_x LANG LANGUAGE TZ COLUMNS LINES TERM NO_COLOR CLICOLOR FORCE_COLOR CLICOLOR_FORCE GREP_COLOR GREP_COLORS LS_COLORS BLOCKSIZE BLOCK_SIZE TIME_STYLE CI NODE_ENV CIx tar CCx".split(
      " ",
    ),
  )("may be set and exported: %s", (name) => {
    expect([maySet(name), mayExport(name)]).toStrictEqual([true, true]);
  });

  it.each("X ABC X1 XCI".split(" "))("may be set in the shell alone: %s", (name) => {
    expect([maySet(name), mayExport(name)]).toStrictEqual([true, false]);
  });

  it.each(
    "_ 1x x-y PATH IFS BASH_ENV ENV SHELL PS1 LD_PRELOAD _LD_X DYLD_X GIT_DIR PYTHONPATH NODE_OPTIONS PERL5LIB RUBYOPT LESSOPEN CLASSPATH JAVA_HOME X_COMMAND EDITOR VISUAL PAGER X_PAGER ASKPASS BROWSER HOME PWD OLDPWD UID RANDOM SECONDS HISTFILE OPTIND CDPATH TMPDIR REPLY BASHx http_proxy HTTPS_PROXY x_proxy TERMINFO TARx TAR_OPTIONS AWS_PROFILE KUBECONFIG MAKEFLAGS CC CXX X_OPTIONS X_OPTS X_OPT XOPTS CFLAGS XRC X_CONFIG X_CONF X_HOME X_RSH X_CMD X_DIR X_FILE npm_config_x PGUSER MYSQL_PWD".split(
      " ",
    ),
  )("steers what runs, or is none: %s", (name) => {
    expect([maySet(name), mayExport(name)]).toStrictEqual([false, false]);
  });

  it.each(
    "KEY API_KEY APIKEY MY_KEYS KEYS TOKEN TOKENS MYTOKEN SECRET SECRETS MYSECRET PASSWORD DB_PASSWORD PASSWORDS PASSWD PASSPHRASE PASS MY_PASS AUTH PAT COOKIE DSN DATABASE_URL CONNECTION_STRING CREDENTIAL CREDENTIALS DB_PWD key api_key token API_TOKEN_X".split(
      " ",
    ),
  )("holds a secret by its name: %s", (name) => {
    expect(isSecret(name)).toBe(true);
  });

  it.each(
    "MONKEY KEYBOARD TOKENIZER SECRETARY COMPASS PASSENGER AUTHOR OAUTH PATH URL PWD OLDPWD".split(
      " ",
    ),
  )("holds no secret by its name: %s", (name) => {
    expect(isSecret(name)).toBe(false);
  });

  it.each(["a", "_", "A1", "a_b"])("can be called %s", (name) => {
    expect(isIdentifier(name)).toBe(true);
  });

  it.each(["", "1", "1a", "a-b", "a b", "a[1]", "-a"])("cannot be called %j", (name) => {
    expect(isIdentifier(name)).toBe(false);
  });
});
