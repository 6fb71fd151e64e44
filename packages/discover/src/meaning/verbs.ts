import { words } from "../texts/words.ts";
import { formsOf, type Form } from "./inflections.ts";

/** What a tool does by a verb, the first that knows it. */
export type Deed = "delete" | "execute" | "money" | "message" | "read" | "write";

/** They destroy what somebody may still want; `cancel` and `clear` too, as nothing undoes them. */
const DELETES = words(`
  abort cancel clean clear corrupt crash delete deprovision destroy detach discard disrupt drop empty erase
  evict expire expunge forget kill nuke prune purge reboot reformat remove revoke rm rmdir shred shutdown
  terminate trash truncate uninstall unlink wipe
`);

/** They run what they are given. */
const EXECUTES = words(`
  eval exec execute shell spawn sudo
`);

/** They move money. */
const PAYS = words(`
  buy charge donate pay payout purchase refund reimburse remit repay wire withdraw
`);

/** They reach people. */
const SENDS = words(`
  announce broadcast dm email forward invite mail message notify post reply respond send sms tweet whatsapp
`);

/** They change nothing. */
const READS = words(`
  analyse analyze audit autocomplete blame browse calculate cat check compare compute convert count crawl
  demonstrate describe detect diff discover display echo estimate evaluate examine explain explore extract fetch
  find gather get glob grep head inspect list locate lookup ls measure monitor parse peek ping poll predict
  preview profile provide query rank read recommend reflog resolve retrieve return review scan scrape search see
  select show stat summarise summarize tail test track translate validate verify view visualize watch whoami
`);

/** They change something, or make somebody else change it. */
const WRITES = words(`
  accept activate add adjust allocate alter amend annotate append apply approve archive arrange assign assume
  attach authorize backup ban begin block book bypass call capture change checkout cherry click clone close
  commit configure connect copy correct create customize deactivate decrypt define delegate demote deploy
  disable disconnect dispatch distribute divert download draft drag duplicate edit elevate embed enable encrypt
  enforce enroll escalate export extend falsify fill fix follow forge fork grant hide impersonate import
  increment inflate ingest init initialize inject insert install integrate intercept invite invoke issue join
  label launch like link lock log make manage manipulate mark merge migrate misroute mkdir modify move mutate
  navigate optimize order override overwrite park patch persist pin place poison post press process promote
  provision publish pull push put reallocate reassign rebase rebook record redirect refactor refresh register
  reject release relocate remember rename reorder replace replicate request reschedule reserve reset resize
  restart restore restrict resume revert rewrite rollback rotate route run sabotage save scale schedule set
  share sign stage start stash stop store submit subscribe suspend swap sync tag tamper toggle topup touch trade
  transfer trigger tune turn type unarchive unassign unblock uncheck undo unfollow unlike unlock unpin
  unregister unsubscribe untag update upgrade upload upsert vacuum vote write
`);

/** Verbs that are as often things: they count where a verb has to stand. */
const NOUNS = words(`
  audit backup block book call change charge check click clone commit copy count dispatch dm draft duplicate
  email empty export fork head import issue label like link list lock log mail mark merge message monitor move
  order patch payout pin ping place post process profile pull purchase push query rank rebase record refund
  release request review route run schedule set shell sms stage start stash stat stop store tag tail test track
  trade transfer trash trigger tweet type update view vote watch whatsapp wire
`);

const DEEDS: readonly (readonly [Deed, ReadonlySet<string>])[] = [
  ["delete", DELETES],
  ["execute", EXECUTES],
  ["money", PAYS],
  ["message", SENDS],
  ["read", READS],
  ["write", WRITES],
];

const DEED_OF: ReadonlyMap<string, Deed> = new Map(
  DEEDS.toReversed().flatMap(([deed, verbs]) => [...verbs].map((verb) => [verb, deed] as const)),
);

/** A verb that is known. */
export interface Verb {
  readonly base: string;
  readonly deed: Deed;
  readonly form: Form;
  /** Whether it may as well be a thing, as in `get_post`. */
  readonly maybeNoun: boolean;
}

/** The verb that a word is, in any of its forms; undefined for other words. */
export function verbOf(word: string): Verb | undefined {
  for (const [base, form] of formsOf(word)) {
    const deed = DEED_OF.get(base);
    if (deed !== undefined) return { base, deed, form, maybeNoun: NOUNS.has(base) };
  }
  return undefined;
}
