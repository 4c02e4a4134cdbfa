// Hover on names that stand for no layer: parameters, constants, indices, inputs, imports and blocks.

import type { Hover, Position } from "vscode-languageserver";
import { MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { documentationOf } from "../syntax/tree";
import type { DeclarationNode } from "./declarations";
import { aliased } from "./declarations";
import type { NetFiles } from "./files";
import { fileOf } from "./files";
import { nameAt } from "./occurrences";
import { definitionSignature } from "./signatures";

/** What the name at a position declares, as code, with its documentation. */
export function nameHover(text: TextDocument, position: Position, files: NetFiles): Hover | undefined {
  const file = fileOf(text.uri, files);
  const name = file && nameAt(file, text.offsetAt(position), files);
  if (name?.declaration === undefined) return undefined;
  const { node } = aliased(name.declaration, files);
  const documentation = node.$type === "Definition" ? documentationOf(node) : undefined;
  const value = [
    fenced(declarationText(node)),
    ...(documentation === undefined ? [] : [plain(documentation)]),
  ].join("\n\n");
  return { range: name.range, contents: { kind: MarkupKind.Markdown, value } };
}

function declarationText(node: DeclarationNode): string {
  const text = (node.$type === "Tensor" ? node.$container : node).$cstNode?.text ?? "";
  switch (node.$type) {
    case "Definition":
      return `${node.kind} ${definitionSignature(node).label}`;
    case "Parameter":
      return `(parameter) ${text}`;
    case "RepeatIndex":
      return `(index) ${text}`;
    case "Input":
      return `input ${text}`;
    case "Stage":
      return `${node.kind} ${node.name ?? ""}`;
    default:
      return text.split(/[\r\n]/, 1)[0] ?? text;
  }
}

/** Code from the file, in a fence that it cannot close. */
function fenced(code: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}net\n${code}\n${fence}`;
}

/** Text from the file with every character of Markdown and HTML escaped. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>&~]/g, "\\$&").replace(/\n(?!\n)/g, "  \n");
}
