/** How the page looks: light or dark as its reader likes, and always light on paper. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1d2129; --quiet: #5b6472; --line: #dfe3e8; --tint: #f6f7f9; --link: #1f5fbf;
  --critical: #8f1d2c; --high: #b4460f; --medium: #8a6100; --low: #2f6b3f; --info: #4a5568;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e4e7ec; --quiet: #9aa4b2; --line: #2c323b; --tint: #1b2027; --link: #8ab4f8;
    --critical: #ff8a97; --high: #ffab73; --medium: #e6c15c; --low: #86cf98; --info: #a9b4c4;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .35rem; }
p { margin: .35rem 0; max-width: 48rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code, .name { font: .92em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
mark { background: none; color: var(--critical); border-bottom: 1px dotted currentColor; }
.quiet { color: var(--quiet); }
nav { margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .75rem; margin: .5rem 0 0; padding: 0; }
.counts li { list-style: none; padding: .6rem .8rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.notice { margin: 1.5rem 0 0; padding: .75rem 1rem; background: var(--tint); border-left: 3px solid var(--medium); }
.notice ul { margin: .35rem 0; padding-left: 1.2rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: .85rem; color: var(--quiet); }
td ul { margin: 0; padding: 0; list-style: none; }
.badge { font-size: .75rem; font-weight: 650; text-transform: uppercase; letter-spacing: .04em; white-space: nowrap; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .info { color: var(--info); }
article { margin: 1.5rem 0 0; }
article ul { margin: .5rem 0; padding: 0; list-style: none; }
article li { padding: .45rem 0 .45rem .9rem; border-left: 2px solid var(--line); margin-bottom: .35rem; }
:target { background: var(--tint); }
.scroll { overflow-x: auto; }
@media print {
  body { font-size: 10.5pt; padding: 0; max-width: none; }
  nav { display: none; }
  a { color: inherit; }
  thead { display: table-header-group; }
  tr, article li, .counts li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
