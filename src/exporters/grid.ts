// Tables as text for other programs: CSV, GitHub's Markdown, LaTeX.

export interface GridColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

export interface Grid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** RFC 4180: CRLF, quotes where needed. Cells that a spreadsheet would take for a formula are led by an apostrophe. */
export function gridCsv({ columns, rows }: Grid): string {
  return [columns.map(({ title }) => title), ...rows]
    .map((row) => `${row.map(csvCell).join(",")}\r\n`)
    .join("");
}

function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function gridMarkdown({ columns, rows }: Grid): string {
  const head = `| ${columns.map(({ title }) => escapeMarkdown(title)).join(" | ")} |`;
  const rule = `| ${columns.map(({ align }) => (align === "right" ? "--:" : "---")).join(" | ")} |`;
  const body = rows.map((row) => `| ${row.map(escapeMarkdown).join(" | ")} |`);
  return `${[head, rule, ...body].join("\n")}\n`;
}

/** Names from a file are never markup. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#>|~]/gu, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\r\n]+/gu, " ");
}

/** A `tabular` with booktabs' rules, to be put into a document that uses that package. */
export function gridLatex({ columns, rows }: Grid): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(escapeLatex).join(" & ")} \\\\`;
  const layout = columns.map(({ align }) => (align === "right" ? "r" : "l")).join("");
  return `${[
    `\\begin{tabular}{${layout}}`,
    "  \\toprule",
    line(columns.map(({ title }) => title)),
    "  \\midrule",
    ...rows.map(line),
    "  \\bottomrule",
    "\\end{tabular}",
  ].join("\n")}\n`;
}

const LATEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "×": "$\\times$",
  "→": "$\\rightarrow$",
  "≥": "$\\geq$",
  "−": "$-$",
  "²": "$^2$",
  "…": "\\dots{}",
  "\u2003": "\\quad{}",
};

function escapeLatex(text: string): string {
  return text.replace(/[\\~^×→≥−²…\u2003]|[&%$#_{}]/gu, (character) => LATEX[character] ?? `\\${character}`);
}
