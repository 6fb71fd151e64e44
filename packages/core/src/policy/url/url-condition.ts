import { escapeControls } from "../../encoding/escape-controls.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "../conditions/condition.ts";
import { urlSamples } from "../conditions/typed-samples.ts";
import type { SourceNode } from "../document/source.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, not, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { readMentions, readRedirects } from "./mentions.ts";
import type { UrlReading } from "./read-url.ts";
import { ORDINARY_SCHEMES } from "./schemes.ts";
import { MOST_URLS, readPlaces } from "./url-places.ts";
import { readUrlRule, type UrlRule } from "./url-rule.ts";

/**
 * `url`: where the URLs and hosts of a payload lead. In an allow rule every one must surely satisfy every key and
 * none may be private unless the rule says so; in a deny or approval rule one that satisfies all keys is enough.
 */
export const compileUrl: CompileCondition = (node, side, problem) => {
  const rule = readUrlRule(node, side, problem);
  return rule && new UrlCondition(rule, side, node);
};

const SHOWN = 80;

class UrlCondition implements Condition {
  readonly key = "url";
  readonly #rule: UrlRule;
  readonly #side: RuleSide;
  readonly #schemes: ReadonlySet<string>;

  readonly #node: SourceNode;

  constructor(rule: UrlRule, side: RuleSide, node: SourceNode) {
    this.#node = node;
    this.#rule = rule;
    this.#side = side;
    this.#schemes = rule.schemes ?? new Set(ORDINARY_SCHEMES);
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return urlSamples(facts, this.#node);
  }

  evaluate(view: EventView, absent: Truth): Truth {
    return this.#side === "restrict" ? this.#any(view, absent) : this.#every(view, absent);
  }

  doubt(view: EventView): string | undefined {
    const { urls, overflow, relative } = view.once(readPlaces);
    if (overflow) return `there are more than ${MOST_URLS} URLs, or too many arguments to search`;
    if (urls.length === 0)
      return relative ? "a path stands where a URL belongs" : "there is no URL or host";
    const odd = urls.find((url) => url.doubt !== undefined);
    if (odd !== undefined) return `${quoted(odd)} ${odd.doubt}`;
    const redirects = view.once(readRedirects);
    const hidden = urls.find((url) => redirects.get(url) !== FALSE);
    if (hidden !== undefined) return `${quoted(hidden)} holds another that is not surely public`;
    const unsure = urls.find((url) => url.privacy === UNCERTAIN);
    if (unsure !== undefined) return `${quoted(unsure)} may lead to a private address`;
    return "what the rule asks of the URL is not written in it";
  }

  #any(view: EventView, absent: Truth): Truth {
    const { urls, overflow } = view.once(readPlaces);
    let truth: Truth = overflow ? UNCERTAIN : urls.length === 0 ? absent : FALSE;
    for (const url of urls) {
      const one = this.#restricts(url);
      const doubtful = url.doubt === undefined ? one : (Math.max(one, UNCERTAIN) as Truth);
      if (doubtful > truth) truth = doubtful;
    }
    // Declared fields say where URLs stand, so that texts need no search.
    if (truth === TRUE || view.facts.fields?.url !== undefined) return truth;
    const mentions = view.once(readMentions);
    if (mentions.urls.some((url) => this.#restricts(url) === TRUE)) return TRUE;
    return mentions.overflow && truth === FALSE ? UNCERTAIN : truth;
  }

  /** Whether one URL satisfies every key, as the URL standard reads it. */
  #restricts({ scheme, host, ports, privacy }: UrlReading): Truth {
    const { hosts, schemes, ports: wanted, private: isPrivate } = this.#rule;
    let truth: Truth = TRUE;
    const and = (one: Truth): void => {
      if (one < truth) truth = one;
    };
    if (hosts !== undefined)
      and(host === undefined ? UNCERTAIN : hosts.match(host, true) ? TRUE : FALSE);
    if (schemes !== undefined)
      and(scheme === undefined ? UNCERTAIN : schemes.has(scheme) ? TRUE : FALSE);
    if (wanted !== undefined) and(matchPorts(ports, wanted));
    if (isPrivate !== undefined) and(isPrivate ? privacy : not(privacy));
    return truth;
  }

  #every(view: EventView, absent: Truth): Truth {
    const { urls, overflow, relative } = view.once(readPlaces);
    if (overflow) return UNCERTAIN;
    if (urls.length === 0) return absent;
    // A path is meant to be joined to the one host beside it; with more, nobody knows which.
    let truth: Truth = relative && urls.length > 1 ? UNCERTAIN : TRUE;
    for (const url of urls) {
      const one = this.#permits(url);
      if (one < truth) truth = one;
    }
    if (truth !== TRUE || this.#rule.private === true) return truth;
    const redirects = view.once(readRedirects);
    return urls.some((url) => redirects.get(url) !== FALSE) ? UNCERTAIN : TRUE;
  }

  #permits({ scheme, host, ports, privacy, doubt }: UrlReading): Truth {
    const { hosts, schemes, ports: wanted, private: isPrivate } = this.#rule;
    if (scheme !== undefined && !this.#schemes.has(scheme)) return FALSE;
    if (hosts !== undefined && host !== undefined && !hosts.match(host, false)) return FALSE;
    if (wanted !== undefined && matchPorts(ports, wanted) === FALSE) return FALSE;
    if (isPrivate !== true && privacy === TRUE) return FALSE;
    const unsure =
      doubt !== undefined ||
      (hosts !== undefined && host === undefined) ||
      (schemes !== undefined && scheme === undefined) ||
      (wanted !== undefined && matchPorts(ports, wanted) !== TRUE) ||
      (isPrivate !== true && privacy !== FALSE);
    return unsure ? UNCERTAIN : TRUE;
  }
}

function matchPorts(ports: readonly number[], wanted: ReadonlySet<number>): Truth {
  if (ports.length === 0) return UNCERTAIN;
  const matching = ports.filter((port) => wanted.has(port)).length;
  return matching === ports.length ? TRUE : matching === 0 ? FALSE : UNCERTAIN;
}

function quoted({ text }: UrlReading): string {
  return `the URL "${escapeControls(text.slice(0, SHOWN))}"`;
}
