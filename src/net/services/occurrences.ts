// The name at a place of a text, and all places of a name.

import type { AstNode, GenericAstNode, LeafCstNode } from "langium";
import { CstUtils, GrammarUtils, isReference } from "langium";
import type { Range } from "../../model/origin";
import type { ParsedFile } from "../syntax/parse";
import { rangeOfProperty } from "../syntax/tree";
import { forEachNode } from "../syntax/walk";
import type { Declaration, DeclarationNode, Use } from "./declarations";
import { declarationOf } from "./declarations";
import type { NetFiles } from "./files";
import { fileOf, importsOf } from "./files";
import { importedUri } from "../syntax/imports";

/** A name in a text: where it is declared or used. */
export interface Occurrence {
  readonly uri: string;
  readonly range: Range;
  readonly isDeclaration: boolean;
}

/** The name under a place: what it stands for, if that is known. */
export interface NameAt {
  readonly name: string;
  readonly range: Range;
  readonly declaration: Declaration | undefined;
}

const DECLARATIONS = new Set([
  "Definition",
  "ImportedName",
  "Input",
  "LetStatement",
  "Parameter",
  "RepeatIndex",
  "Stage",
  "Tensor",
]);
const USES: Readonly<Record<string, Use["property"]>> = {
  Argument: "parameter",
  Call: "callee",
  ImportedName: "target",
  NameExpression: "target",
  OutputName: "target",
};

/** The name at an offset, or the one that ends there. */
export function nameAt(file: ParsedFile, offset: number, files: NetFiles): NameAt | undefined {
  return nameOfLeaf(leafAt(file, offset), file, files) ?? nameOfLeaf(leafAt(file, offset - 1), file, files);
}

function nameOfLeaf(leaf: LeafCstNode | undefined, file: ParsedFile, files: NetFiles): NameAt | undefined {
  if (leaf === undefined) return undefined;
  const node = leaf.astNode;
  const property = GrammarUtils.findAssignment(leaf)?.feature;
  if (property === "name" && DECLARATIONS.has(node.$type)) {
    return {
      name: leaf.text,
      range: leaf.range,
      declaration: { uri: file.uri, node: node as DeclarationNode },
    };
  }
  const use = useOf(node);
  if (use === undefined || use.property !== property) return undefined;
  return { name: use.name, range: leaf.range, declaration: declarationOf(use, file.uri, files) };
}

/** All places of a declared name: in its own file, and in those that may import it. */
export function occurrencesOf(name: string, declaration: Declaration, files: NetFiles): Occurrence[] {
  return filesThatMayUse(name, declaration, files).flatMap((file) =>
    occurrencesIn(file, name, declaration, files),
  );
}

/** The places of a name in one file; without a declaration, all uses that have none either (an operator's). */
export function occurrencesIn(
  file: ParsedFile,
  name: string,
  declaration: Declaration | undefined,
  files: NetFiles,
): Occurrence[] {
  const found: Occurrence[] = [];
  const { uri } = file;
  forEachNode(file.ast, (node) => {
    if (
      declaration !== undefined &&
      isSame({ uri, node: node as DeclarationNode }, declaration) &&
      nameOf(node) === name
    ) {
      found.push({ uri, range: rangeOfProperty(node, "name"), isDeclaration: true });
    }
    const use = useOf(node);
    if (use?.name === name && isSame(declarationOf(use, uri, files), declaration)) {
      found.push({ uri, range: rangeOfProperty(node, use.property), isDeclaration: false });
    }
  });
  return found;
}

/** The name that a node uses. */
export function useOf(node: AstNode): Use | undefined {
  const property = USES[node.$type];
  if (property === undefined) return undefined;
  const reference = (node as GenericAstNode)[property];
  return isReference(reference) ? { node, property, name: reference.$refText } : undefined;
}

/** The token at an offset; undefined between tokens and in comments. */
export function leafAt(file: ParsedFile, offset: number): LeafCstNode | undefined {
  const root = file.ast.$cstNode;
  const leaf = root && CstUtils.findLeafNodeAtOffset(root, offset);
  return leaf === undefined || leaf.hidden || leaf.end <= offset ? undefined : leaf;
}

function nameOf(node: AstNode): string | undefined {
  return (node as { name?: string }).name;
}

/** Trees of the same text may be parsed anew: places are what identifies a declaration. */
function isSame(a: Declaration | undefined, b: Declaration | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.uri === b.uri && a.node.$type === b.node.$type && a.node.$cstNode?.offset === b.node.$cstNode?.offset
  );
}

function filesThatMayUse(name: string, { uri, node }: Declaration, files: NetFiles): ParsedFile[] {
  const own = fileOf(uri, files);
  const exported = node.$type === "Definition" || node.$type === "Parameter";
  const others = exported ? [...files.uris()].filter((other) => other !== uri) : [];
  const users = others.flatMap((other) => {
    if (files.read(other)?.includes(name) !== true) return [];
    const file = fileOf(other, files);
    const imports = file?.ast === undefined ? [] : importsOf(file.ast);
    return file !== undefined &&
      imports.some(({ path }) => path !== undefined && importedUri(other, path) === uri)
      ? [file]
      : [];
  });
  return own === undefined ? users : [own, ...users];
}
