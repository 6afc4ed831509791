/** How the page looks, on a light or a dark screen and on paper. */
export const stylesheet = `:root { color-scheme: light dark; --line: #ccc; --quiet: #666; --good: #1a7f37; --bad: #b3261e; --unsure: #9a6700; --said: #0b5cad; --none: #8a8f98; }
@media (prefers-color-scheme: dark) { :root { --line: #444; --quiet: #aaa; --good: #4ac26b; --bad: #ff8a80; --unsure: #e3b341; --said: #79b8ff; --none: #8b949e; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
nav ol { columns: 3; padding-left: 1.5rem; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
code { font-size: 11.5px; color: var(--quiet); overflow-wrap: anywhere; }
td:has(> code) { min-width: 15rem; }
span { font-weight: 600; white-space: nowrap; }
.met { color: var(--good); fill: var(--good); } .not-met { color: var(--bad); fill: var(--bad); }
.could-not-judge { color: var(--unsure); fill: var(--unsure); } .declared { color: var(--said); fill: var(--said); }
.not-applicable, .nothing-judged { color: var(--quiet); fill: var(--none); }
svg { width: 100%; max-width: 46rem; font-size: 13px; fill: currentColor; }
svg text.in { fill: canvas; font-weight: 600; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; } table { font-size: 8pt; } code { font-size: 7pt; }
  nav { display: none; } thead { display: table-header-group; } tr, svg { break-inside: avoid; } h2 { break-after: avoid; }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
