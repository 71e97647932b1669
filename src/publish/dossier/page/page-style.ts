/** The look of `index.html`: a court file on screen and on paper. It stands in the file, and nowhere else. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fdfcf9; --ink: #1c1a17; --muted: #5a554c; --line: #d9d3c7; --accent: #7d1d2a; --sunk: #f4f1ea }
@media (prefers-color-scheme: dark) { :root { --paper: #171512; --ink: #efeae1; --muted: #b3aca0; --line: #3a352e; --accent: #f0a3ab; --sunk: #211e1a } }
body, .dossier { background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 'Source Sans 3', system-ui, 'Segoe UI', 'Noto Sans', sans-serif }
body { margin: 0 auto; max-inline-size: 44rem; padding: 1.5rem 1rem 4rem }
:lang(fa) { font-family: Vazirmatn, 'Noto Sans Arabic', Tahoma, sans-serif; line-height: 1.85 }
h1, h2, h3, h4, blockquote { font-family: 'Source Serif 4', Charter, Georgia, 'Noto Serif', serif; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere }
:lang(fa) :is(h1, h2, h3, h4), :is(h1, h2, h3, h4, blockquote):lang(fa) { font-family: Vazirmatn, 'Noto Sans Arabic', Tahoma, sans-serif; line-height: 1.6 }
h1 { font-size: 2rem; margin: 0.1em 0 0.3em }
h2 { font-size: 1.35rem; margin: 2em 0 0.6em; border-block-end: 1px solid var(--line); padding-block-end: 0.25em }
h3 { font-size: 1.1rem; margin: 1.2em 0 0.3em }
h4 { font-size: 1rem; margin: 1em 0 0.2em }
p { margin: 0.3em 0 }
a { color: var(--accent) }
bdi { overflow-wrap: anywhere }
article + article, .others { border-block-start: 3px double var(--ink); margin-block-start: 3rem; padding-block-start: 1.5rem }
.eyebrow { color: var(--muted); font-size: 0.9rem }
.small { font-size: 0.875rem }
.muted { color: var(--muted) }
.code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 0.8rem; overflow-wrap: anywhere }
.notice { border: 1px solid var(--ink); padding: 0.75rem 1rem; margin-block: 0 1rem }
.state { border-inline-start: 3px solid var(--accent); padding-inline-start: 1rem; margin-block: 1rem }
.other { font-size: 1.15rem; margin-inline-end: 0.75em }
dl { margin: 0 }
dt { color: var(--muted); font-size: 0.9rem; margin-block-start: 0.9em }
dd { margin: 0 }
.said { font-size: 1.1rem }
.also { color: var(--muted); font-size: 0.9rem }
.claim { background: var(--sunk); padding: 0.6rem 0.9rem; margin-block: 0.4rem }
blockquote { font-weight: 400; line-height: 1.5; margin: 0 0 0.4em; border-inline-start: 2px solid var(--line); padding-inline-start: 0.75em; text-align: start }
.translation { font-style: normal; color: var(--muted) }
.dispute { font-size: 0.95rem }
.parts { list-style: none; padding: 0 }
.parts > li { break-inside: auto; border-block-start: 1px solid var(--line) }
.parts > li:first-child { border: 0 }
.day { font-weight: 400; color: var(--muted) }
ins { font-weight: 600 }
del { color: var(--muted) }
footer { border-block-start: 3px double var(--ink); margin-block-start: 3rem; padding-block-start: 1rem }
@media print {
  :root { --paper: #fff; --ink: #000; --muted: #333; --line: #999; --accent: #000; --sunk: #fff }
  body { max-inline-size: none; padding: 0; font-size: 10.5pt }
  .claim { border-inline-start: 1pt solid #999; break-inside: avoid }
  h2, h3, h4, dt { break-after: avoid }
  .others, article + article { break-before: page; border: 0; margin: 0; padding: 0 }
  a { text-decoration: none }
}
`;
