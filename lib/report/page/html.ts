/** The page: one HTML file that requests nothing. It is whole without its script, which filters, zooms and opens details. */
import { assets } from "./assets";
import { html, jsonInHtml } from "./escape";
import { pageMarks, type Page, type PageMark, type PageNote, type PageRow, type PageStack } from "./model";
import { drawn, type PageNode } from "./svg";
import { definitions } from "./symbols";

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${assets.styleHash}'`,
  `script-src 'sha256-${assets.scriptHash}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The page in pieces. */
export function* pageHtml(page: Page): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${html(page.title)}</title>
<style>${assets.style}</style>
</head>
<body>
${definitions}
<header class="top"><h1>${html(page.title)}</h1><p>${html(page.subtitle)}</p></header>
<main>
`;
  for (const warning of page.warnings ?? []) yield warningHtml(warning);
  if (page.rowWord !== undefined) yield filters(page, page.rowWord);
  const nodes: PageNode[] = [];
  for (const stack of page.stacks) {
    const picture = drawn(stack, nodes.length);
    for (const node of picture.nodes) nodes.push(node);
    yield* stackHtml(stack, page, picture.svg);
  }
  yield `</main>
<aside id="panel" hidden aria-labelledby="panel-title"><button type="button" class="close" aria-label="Close">×</button><h2 id="panel-title" tabindex="-1"></h2><div class="inside"></div></aside>
<script type="application/json" id="data">${jsonInHtml({ nodes })}</script>
<script>${assets.script}</script>
</body>
</html>
`;
}

function* stackHtml(stack: PageStack, { rowWord }: Page, svg: string): Generator<string> {
  const { name, verdict, warnings, tiles, rows, notes } = stack;
  yield `<section class="stack"><h2>${html(name)}</h2>\n<p class="verdict">${html(verdict)}</p>\n`;
  for (const warning of warnings) yield warningHtml(warning);
  if (tiles.length > 0) yield `<dl class="tiles">${tiles.map(tileHtml).join("")}</dl>\n`;
  if (rowWord !== undefined && rows.length > 0) yield* tableHtml(rows, name, rowWord);
  yield `<h3>Topology</h3>\n${toolbar(stack)}<div class="viewport" tabindex="0" role="region" aria-label="Topology of ${html(name)}, can be scrolled">${svg}</div>\n`;
  for (const note of notes) yield noteHtml(note);
  yield "</section>\n";
}

function warningHtml(text: string): string {
  return `<p class="warning">${html(text)}</p>\n`;
}

function tileHtml({ label, value, mark }: PageStack["tiles"][number]): string {
  return `<div class="tile${mark === undefined ? "" : ` m-${mark}`}"><dt>${iconHtml(mark)}${html(label)}</dt><dd>${html(value)}</dd></div>`;
}

function iconHtml(mark: PageMark | undefined): string {
  return mark === undefined ? "" : `<svg class="icon" aria-hidden="true"><use href="#i-${mark}"/></svg>`;
}

/** Selections of what there is more than one of, and a search. They are shown only with a script. */
function filters({ stacks }: Page, rowWord: string): string {
  const rows = stacks.flatMap((stack) => stack.rows);
  if (rows.length === 0) return "";
  const choices = [
    ["mark", "Mark", pageMarks.filter((mark) => rows.some((row) => row.mark === mark))],
    ["what", "Kind", valuesOf(rows, "what")],
    ["layer", "Layer", valuesOf(rows, "layer")],
    ["host", "Host", valuesOf(rows, "host")],
  ] as const;
  const selects = choices.map(([name, label, values]) => (values.length < 2 ? "" : select(name, label, values)));
  return `<form class="filters" role="search" hidden><label>Search<input type="search" name="text" autocomplete="off" spellcheck="false"></label>${selects.join("")}<button type="reset">Clear</button><output aria-live="polite" data-word="${html(rowWord)}"></output></form>\n`;
}

function select(name: string, label: string, values: readonly string[]): string {
  const options = values.map((value) => `<option value="${html(value)}">${html(value)}</option>`);
  return `<label>${label}<select name="${name}"><option value="">all</option>${options.join("")}</select></label>`;
}

function valuesOf(rows: readonly PageRow[], name: "what" | "layer" | "host"): readonly string[] {
  return [...new Set(rows.map((row) => row[name]))].filter((value) => value !== "").sort();
}

function* tableHtml(rows: readonly PageRow[], stack: string, rowWord: string): Generator<string> {
  const isDated = rows.some(({ since }) => since !== "");
  yield `<table class="rows"><caption>${html(`${rowWord.charAt(0).toUpperCase()}${rowWord.slice(1)}s of ${stack}`)}</caption>
<thead><tr><th scope="col">Mark</th><th scope="col">What</th><th scope="col">Object and lines</th><th scope="col">Host</th>${isDated ? '<th scope="col">Since</th>' : ""}</tr></thead>
<tbody>
`;
  for (const row of rows) yield rowHtml(row, isDated);
  yield "</tbody>\n</table>\n";
}

function rowHtml({ id, mark, what, layer, host, subject, reason, lines, details, since, at }: PageRow, isDated: boolean): string {
  const shown = lines.map(({ sign, text }) => `<span class="${signClass[sign]}">${sign} ${html(text)}</span>`).join("\n");
  const facts = details.map(([label, text]) => `<dt>${html(label)}</dt><dd>${html(text)}</dd>`).join("");
  const data = `data-mark="${mark}" data-what="${html(what)}" data-layer="${html(layer)}" data-host="${html(host)}" data-at="${html(JSON.stringify(at))}"`;
  const age = isDated ? `<td data-label="Since">${html(since)}</td>` : "";
  return `<tr id="${id}" class="m-${mark}" ${data}><td data-label="Mark"><span class="badge m-${mark}">${iconHtml(mark)}${mark}</span></td><td data-label="What">${html([what, layer].filter((word) => word !== "").join(" "))}</td><td data-label="Object"><details><summary>${html(subject)}</summary><p>${html(reason)}</p><dl>${facts}</dl><p><a href="#${id}">Link to this row</a></p></details>${lines.length === 0 ? "" : `<pre tabindex="0">${shown}</pre>`}</td><td data-label="Host">${html(host)}</td>${age}</tr>\n`;
}

const signClass = { "+": "added", "-": "removed", " ": "same" } as const;

function toolbar({ marks }: PageStack): string {
  const used = new Set(marks.values());
  const legend = pageMarks.filter((mark) => used.has(mark)).map((mark) => `<li class="m-${mark}">${iconHtml(mark)}${mark}</li>`);
  return `<div class="toolbar"><ul class="legend">${legend.join("")}<li class="plain"><i></i>as declared</li></ul><div class="zoom" role="group" aria-label="Size of the picture" hidden><button type="button" data-zoom="out" aria-label="Smaller">−</button><button type="button" data-zoom="fit">Fit</button><button type="button" data-zoom="in" aria-label="Larger">+</button></div></div>\n`;
}

function noteHtml({ title, lines }: PageNote): string {
  if (lines.length === 0) return "";
  return `<details class="note"><summary>${html(title)}</summary><ul>${lines.map((line) => `<li>${html(line)}</li>`).join("")}</ul></details>\n`;
}
