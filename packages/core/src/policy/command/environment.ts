import { isSteeringVariable } from "../shell/steering.ts";

/** Variables of bash itself that do not keep, or do more than keep, what they are set to: bash(1), "Shell Variables". */
const SPECIAL =
  /^(?:BASH\w*|FUNC\w+|COMP_\w+|COMPREPLY|DIRSTACK|EUID|UID|GROUPS|HIST\w*|HOME|CDPATH|PWD|OLDPWD|OPT(?:ARG|ERR|IND)|RANDOM|SRANDOM|SECONDS|EPOCH\w+|LINENO|PIPESTATUS|PPID|REPLY|SHLVL|TMPDIR|TMOUT|PROMPT_\w+|EXECIGNORE|FIGNORE|GLOBIGNORE|INPUTRC|POSIXLY_CORRECT|MAPFILE|COPROC|_)$/;

/** Names by which programs take options, configuration or other programs from their environment. */
const CONFIGURES =
  /^(?:XDG_|SSH_|SSL_|DOCKER_|KUBE|AWS_|CURL_|WGET|TAR|RSYNC_|MAN|GROFF|AWK|GAWK|LESS|MORE|VIM|EX|SQLITE|PG|MYSQL|OPENSSL|TERM(?:INFO|CAP)|GCONV|LOC|NLS|MALLOC_|GLIBC_|RES_|HOSTALIASES|HG|SVN|CVS|GNUPG|GPG|MAKE|CC$|CXX$|RUST|CARGO|GO|GEM|BUNDLE|NPM|YARN|npm_|JAVA|MAVEN|GRADLE|PHP|LUA|R_|TCL|DENO_|BUN_|PIP|VIRTUAL_ENV|CONDA)|(?:_OPTIONS|_OPTS?|OPTS|FLAGS|RC|CONF(?:IG)?|_HOME|PATH|PROXY|_proxy|_RSH|CMD|COMMAND|_PROGRAM|SHELL|_DIR|_FILE)$/;

/** Variables that a program's output follows and nothing else. */
const HARMLESS =
  /^(?:LC_\w+|LANG|LANGUAGE|TZ|COLUMNS|LINES|TERM|NO_COLOR|(?:CLI|FORCE_)COLOR(?:_FORCE)?|GREP_COLORS?|LS_COLORS|BLOCK_?SIZE|TIME_STYLE|QUOTING_STYLE|DEBIAN_FRONTEND|CI|NODE_ENV|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE)$/;

/** Words in the names of variables that hold secrets by custom. */
const SECRET =
  /(?:^|_)(?:KEYS?|PASS|AUTH|PAT|COOKIE|DSN|DATABASE_URL|CONNECTION_STRING)(?:_|$)|(?:API_?KEY|TOKENS?|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|CREDENTIALS?)(?:_|$)|_PWD$/i;

/** Whether a variable of the environment holds a secret, by its name. */
export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

/** Whether a text can be the name of a variable. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** Whether a variable of the shell may be set without changing what programs run or how. */
export function maySet(name: string): boolean {
  return HARMLESS.test(name) || !(steers(name) || SPECIAL.test(name) || !isIdentifier(name));
}

/** Whether a variable may be handed to a program without changing what it does beyond its output. */
export function mayExport(name: string): boolean {
  if (HARMLESS.test(name)) return true;
  // By custom, what programs read from their environment is in capitals, but for the proxies.
  return maySet(name) && /[a-z]/.test(name);
}

function steers(name: string): boolean {
  return isSteeringVariable(name) || CONFIGURES.test(name) || /^_?(?:LD|DYLD)_/.test(name);
}
