/** Verbs and nouns of what works against abuse, in front of the abuse that they are about. */
const DEFENCE =
  "(?:[45]\\d\\d|against|alert\\w{0,3}(?: \\w{1,12})? (?:on|to|of|about)|avert\\w{0,3}|block(?:s|ed|ing)?|catch(?:es|ing)?|check\\w{0,3} for|combat\\w{0,4}|deny|denies|detect(?:s|ed|ing|ion of|or of)?|deter(?:s|ring)?|expose[sd]?|fight\\w{0,3}|find(?:s|ing)?|flag(?:s|ged|ging)?|guard\\w{0,3}|identif(?:y|ies|ying)|investigat\\w{1,4}|look(?:s|ing)? for|mitigat\\w{1,4}|prevent(?:s|ed|ing|ion of)?|protect\\w{0,4}|quarantin\\w{1,3}|recover\\w{0,3} from|refus\\w{1,3}|reject(?:s|ed|ing)?|remediat\\w{1,3}|report(?:s|ing)?(?: \\w{1,12})? (?:of|on|about)|scan\\w{0,5} for|search\\w{0,3} for|stop(?:s|ped|ping)?|is not|are not|never|fails|not allowed|cannot|must not|do not|does not|don't|warn\\w{0,3}(?: \\w{1,12})? (?:of|about|against)|errors?|raises|throws|known)";
const ABUSE =
  "(?:abus\\w{1,5}|attack\\w{0,4}|breach\\w{0,4}|bypass\\w{0,3}|compromis\\w{1,3}|corrupt\\w{0,4}|counterfeit\\w{0,3}|decept\\w{1,4}|disrupt\\w{0,4}|evad\\w{1,3}|exfiltrat\\w{1,4}|exploit\\w{0,6}|fraud\\w{0,9}|hijack\\w{0,3}|illegal\\w{0,2}|illicit\\w{0,2}|leak\\w{0,4}|malicious\\w{0,2}|mislead\\w{0,3}|sabotag\\w{1,3}|steal\\w{0,3}|stolen|tamper\\w{0,3}(?: with)?|theft|trojans?|unauthori[sz]ed|undetected|unlawful\\w{0,2}|without (?:\\w{1,12} ){0,2}(?:approval|authori[sz]ation|consent|permission))";
/** The abuse is the object of the defence: at most a few words, and no "by" or "to", lie between. */
const GOVERNED = new RegExp(
  `(?<![\\p{L}\\p{N}])(${DEFENCE} (?:(?!by |to |while |through |and |then |using )[\\p{L}\\p{N}/-]{1,20},? ){0,3})${ABUSE}(?![\\p{L}\\p{N}])((?:,? (?:and|or|and/or) |, | )${ABUSE}(?![\\p{L}\\p{N}]))*`,
  "gu",
);

/** A reading without the abuse that a text only says to work against; all other abuse in it stays. */
export function undefended(reading: string): string {
  return reading.replace(GOVERNED, "$1…");
}
