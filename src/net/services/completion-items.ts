// The items that completion offers, by kind of place.

import { CompletionItemKind, InsertTextFormat } from "vscode-languageserver";
import { allOperators } from "../../operators/index";
import { definitionsOf } from "../syntax/tree";
import { importedUri, stdNames } from "../syntax/imports";
import type { ParsedFile } from "../syntax/parse";
import type { NetFiles } from "./files";
import { fileOf, importedFile, importsOf } from "./files";
import type { Item } from "./call-items";
import { definitionSignature, operatorSignature } from "./signatures";
import { blockItems, standardItems } from "./block-items";
import { callItem, describe, markdown } from "./call-items";

const ANNOTATIONS: Readonly<Record<string, readonly [snippet: string, documentation: string]>> = {
  year: ["year($1)", "The year of publication."],
  top1_error: ["top1_error($1)", "The top-1 error in percent."],
  top5_error: ["top5_error($1)", "The top-5 error in percent."],
  dataset: ['dataset("$1")', "What the errors were measured on."],
  paper: ['paper("$1")', "The paper, such as arXiv:1512.03385."],
  dtype: ["dtype($1)", "The type of tensors and weights; float32 unless said."],
  layout: ['layout("channels-last")', "Where channels are in the shapes of the network; first unless said."],
  budget: ["budget(params=$1)", "Limits on params, macs and memory; a network over one is a warning."],
};

const MEMBERS: Readonly<Record<string, string>> = {
  channels: "The size of the first axis.",
  features: "The size of the last axis.",
  length: "The length of the only spatial axis, or of a sequence.",
  height: "The height in elements.",
  width: "The width in elements.",
  depth: "The depth in elements, of three spatial axes.",
  rank: "The number of axes, without the batch.",
  shape: "The sizes of all axes as a list.",
};

const FUNCTIONS = ["min", "max", "ceil", "floor", "round", "int", "abs", "len"];
const EXPRESSION_WORDS = ["in", "true", "false", "not"];

const TOP: readonly (readonly [label: string, snippet: string])[] = [
  ["network", "network ${1:Name}(${2:classes = 1000}) {\n  input ${3:image} [${4:3, 224, 224}]\n  $0\n}"],
  ["block", "block ${1:Name}($2) {\n  $0\n}"],
  ["import", 'import { $2 } from "${1:./file.net}"'],
];

const STATEMENTS: readonly (readonly [label: string, snippet: string])[] = [
  ["stage", "stage ${1:name} {\n  $0\n}"],
  ["repeat", "repeat ${1:2} {\n  $0\n}"],
  ["if", "if ${1:condition} {\n  $0\n}"],
  ["let", "let ${1:name} = $0"],
  ["auxiliary", "auxiliary ${1:name} {\n  $0\n}"],
  ["input", "input ${1:image} [${2:3, 224, 224}]"],
  ["output", "output $0"],
  ["else", "else {\n  $0\n}"],
];

const WITHIN_FLOW = new Set(["stage", "repeat", "if"]);

export function topItems(): Item[] {
  return [
    ...TOP.map(keyword),
    ...annotationItems().map((item) => ({
      ...item,
      label: `@${item.label}`,
      insert: `@${item.insert ?? item.label}`,
    })),
  ];
}

export function annotationItems(): Item[] {
  return Object.entries(ANNOTATIONS).map(([label, [insert, documentation]]) => ({
    label,
    kind: CompletionItemKind.Property,
    insert,
    insertTextFormat: InsertTextFormat.Snippet,
    documentation: markdown(documentation),
  }));
}

export function memberItems(): Item[] {
  return Object.entries(MEMBERS).map(([label, documentation]) => ({
    label,
    kind: CompletionItemKind.Property,
    documentation: markdown(documentation),
  }));
}

/** Names, then functions and words. */
export function valueItems(names: readonly Item[]): Item[] {
  return [
    ...names,
    ...FUNCTIONS.map((label) => ({
      label,
      kind: CompletionItemKind.Function,
      insert: `${label}($1)`,
      insertTextFormat: InsertTextFormat.Snippet,
    })),
    ...EXPRESSION_WORDS.map((label) => ({ label, kind: CompletionItemKind.Keyword })),
  ];
}

/** What may stand in a flow: tensors, blocks, merges, operators, and statements where one begins. */
export function elementItems(
  { statement }: { readonly statement: boolean },
  tensors: readonly Item[],
  file: ParsedFile,
  files: NetFiles,
): Item[] {
  const words = STATEMENTS.filter(([label]) => statement || WITHIN_FLOW.has(label)).map(keyword);
  return [
    ...tensors,
    ...blockItems(file, files),
    ...mergeItems(),
    ...operatorItems(),
    ...words,
    { label: "in", kind: CompletionItemKind.Keyword },
    ...standardItems(file, files),
  ];
}

/** The names that the imported file defines and this import does not list yet. */
export function importItems(file: ParsedFile, offset: number, files: NetFiles): Item[] {
  const node = importsOf(file.ast).findLast(({ $cstNode }) => ($cstNode?.offset ?? 0) <= offset);
  const listed = new Set(node?.names.map(({ target }) => target.$refText));
  const source = node && importedFile(node, file.uri, files);
  const sources =
    source === undefined
      ? stdNames().flatMap((name) => fileOf(importedUri(file.uri, `std/${name}`) ?? "", files) ?? [])
      : [source];
  return sources
    .flatMap(({ ast }) => definitionsOf(ast))
    .filter(({ name }) => name !== undefined && !listed.has(name))
    .map((definition) => ({
      ...describe(definitionSignature(definition), CompletionItemKind.Class),
      label: definition.name ?? "",
    }));
}

/** The paths that an import may have: standard blocks, and the other files near this one. */
export function pathItems(typed: string, uri: string, files: NetFiles): Item[] {
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const near = [...files.uris()]
    .filter((other) => other !== uri && other.startsWith(folder))
    .map((other) => `./${decodeURIComponent(other.slice(folder.length))}`);
  const standard = stdNames().map((name) => `std/${name}`);
  return [...standard, ...near].map((label) => ({
    label,
    kind: CompletionItemKind.File,
    path: typed.length,
  }));
}

function operatorItems(): Item[] {
  return allOperators().map((operator) =>
    callItem(operatorSignature(operator, operator.name), CompletionItemKind.Function),
  );
}

function mergeItems(): Item[] {
  return allOperators()
    .filter(({ merge }) => merge === true)
    .map((operator) => {
      const label = operator.name.toLowerCase();
      const item = describe(operatorSignature(operator, label), CompletionItemKind.Struct);
      return { ...item, insert: `${label} {\n  | $1\n  | $0\n}`, insertTextFormat: InsertTextFormat.Snippet };
    });
}

function keyword([label, insert]: readonly [string, string]): Item {
  return { label, kind: CompletionItemKind.Keyword, insert, insertTextFormat: InsertTextFormat.Snippet };
}
