// `npm run texts`: collects the texts that a person sees for translators into l10n/bundle.l10n.json.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), ".."));

const call = /l10n\.t\(\s*(?:("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)')/g;
/** A text within single quotes holds double ones. */
const textOf = ([, literal, single]) => JSON.parse(literal ?? JSON.stringify(single.replaceAll("\\'", "'")));
const texts = globSync("src/**/*.ts").flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(call)].map(textOf),
);
const bundle = Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
writeFileSync("l10n/bundle.l10n.json", `${JSON.stringify(bundle, undefined, 2)}\n`);
process.stdout.write(`${Object.keys(bundle).length} texts\n`);
