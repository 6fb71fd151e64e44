import { words } from "../texts/words.ts";
import { isAmong } from "./inflections.ts";

/** What money is about; `transaction` only outside of databases. */
const MONEY = words(`
  bank cash crypto currency dollar euro expense fund iban invoice money paycheck payment payout payroll
  purchase refund salary transaction wire
`);
/** What messages are. */
const MESSAGES = words("announcement dm email mail message notification sms tweet");
/** What is run. */
const CODE = words(`
  bash binary code command executable javascript js notebook powershell program python repl script shell
  subprocess terminal
`);
/** What runs whatever it gets, if a tool is called that. */
const SHELLS = words(`
  bash cmd console interpreter powershell python repl sandbox sh shell subprocess terminal zsh
`);
/** What is asked of databases, by which one tells their statements and transactions from others. */
const DATABASE = words(
  "database db ddl mysql postgres postgresql query schema sql sqlite statement table",
);
/** What is outside of this machine. */
const NETWORK = words("dns ftp http https internet url web webhook webpage website www");
/** Where things are kept on a disk. */
const FILES = words("csv dir directory disk document file filename filesystem folder pdf");
/** What opens doors. */
const SECRETS = words(
  "credential keychain keyring mnemonic otp passphrase passwd password secret totp",
);
/** What opens doors by two words together; a token or a key alone may be anything. */
const SECRETS_OF_TWO =
  /\b(?:(?:access|api|encryption|private|secret|signing|ssh|wallet) keys?|(?:access|api|auth|bearer|oauth|refresh|reset|session) tokens?|session cookies?|(?:recovery|seed) (?:codes?|phrases?|words)|(?:2 ?fa|mfa) codes?|env|environment variables?)\b/;

/** Databases that take statements, and what their statements are called. */
const RUNS = words("exec execute raw run");
const QUERIES = words("query statement");
const STATEMENTS = words(`
  bigquery cockroachdb cypher ddl duckdb graphql kql mariadb mssql mysql neo4j oracle postgres postgresql redshift
  snowflake sparql sql sqlite sqlite3
`);
/** What anybody may have written. */
const STRANGERS = words(`
  article attachment chat comment conversation email feed forum inbox issue mail message news newsletter post pull
  review rss ticket transcript tweet web webpage website
`);

/** Whether a tool of this name, which has no verb, is one that runs things. */
export function isShell(nameWords: readonly string[]): boolean {
  return nameWords.some((word) => SHELLS.has(word));
}

/** Whether words speak of a database that takes statements, or of running a query. */
export function speaksOfStatements(all: readonly string[]): boolean {
  return (
    all.some((word) => STATEMENTS.has(word)) ||
    (all.some((word) => RUNS.has(word)) && all.some((word) => isAmong(word, QUERIES)))
  );
}

/** The first of some words that names what anybody may have written; what stands behind `by` is only searched by. */
export function strangersIn(all: readonly string[]): string | undefined {
  const by = all.indexOf("by");
  return all.slice(0, by === -1 ? all.length : by).find((word) => isAmong(word, STRANGERS));
}

/** What a tool's words are about. */
export interface Topics {
  readonly money: boolean;
  readonly message: boolean;
  readonly code: boolean;
  readonly database: boolean;
  readonly network: boolean;
  readonly files: boolean;
  readonly secret: boolean;
}

/** What words are about; `beside` are others that tell what they mean. */
export function topicsOf(all: readonly string[], beside: readonly string[] = []): Topics {
  const has = (some: ReadonlySet<string>): boolean => all.some((word) => isAmong(word, some));
  const database = [...all, ...beside].some((word) => isAmong(word, DATABASE));
  return {
    money: all.some(
      (word) => isAmong(word, MONEY) && !(database && word.startsWith("transaction")),
    ),
    message: has(MESSAGES),
    code: has(CODE),
    database,
    network: has(NETWORK),
    files: has(FILES),
    secret: has(SECRETS) || SECRETS_OF_TWO.test(all.join(" ")),
  };
}
