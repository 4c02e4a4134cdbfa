// Definitions that nothing uses: imports, blocks (where the file holds a network), parameters, lets and indices.

import * as l10n from "@vscode/l10n";
import type { AstNode } from "langium";
import type { Problem } from "../../model/problem";
import type { Definition, LetStatement, NetFile, Parameter, RepeatIndex } from "../generated/ast";
import {
  isCall,
  isImport,
  isLetStatement,
  isNameExpression,
  isOutputName,
  isParameter,
  isRepeatIndex,
} from "../generated/ast";
import { definitionsOf, rangeOfProperty } from "../syntax/tree";
import { forEachNode } from "../syntax/walk";

/** Hints at what could go; editors fade it. An import that finds nothing is an error already, and no hint besides. */
export function unusedProblems(
  file: NetFile,
  uri: string,
  isResolved: (importedName: string) => boolean,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (node: AstNode, property: string, what: string): void => {
    const range = rangeOfProperty(node, property);
    const message = l10n.t("{0} is never used.", what);
    problems.push({ uri, range, severity: "hint", code: "unused", message, unnecessary: true });
  };
  const definitions = definitionsOf(file);
  const names = new Map(definitions.map((definition) => [definition, namesOf(definition)]));
  const isUsed = (name: string, except?: Definition): boolean =>
    definitions.some((other) => other !== except && names.get(other)?.used.has(name) === true);
  for (const name of file.items.filter(isImport).flatMap((item) => item.names)) {
    const local = name.name ?? name.target.$refText;
    if (isResolved(local) && !isUsed(local)) add(name, name.name === undefined ? "target" : "name", local);
  }
  const holdsNetwork = definitions.some((definition) => definition.kind === "network");
  for (const [definition, { used, declarations }] of names) {
    const { name, kind } = definition;
    // A block that only uses itself is not used; a file of blocks alone is a library.
    const isCandidate = holdsNetwork && kind === "block" && name !== undefined;
    if (isCandidate && !isUsed(name, definition)) add(definition, "name", name);
    if (definition.body === undefined) continue;
    for (const declaration of declarations) {
      const { name: declared } = declaration;
      if (declared !== undefined && !used.has(declared)) add(declaration, "name", declared);
    }
  }
  return problems;
}

interface Names {
  /** All names that are used within a definition, whatever they mean. */
  readonly used: ReadonlySet<string>;
  /** What must be used within it to be of use: parameters, lets and indices. */
  readonly declarations: readonly (Parameter | LetStatement | RepeatIndex)[];
}

function namesOf(definition: Definition): Names {
  const parts = [...definition.annotations, ...definition.parameters, ...(definition.body?.statements ?? [])];
  const branches = definition.body?.branches ?? [];
  const names = [...parts, ...branches].map(namesWithin);
  return {
    used: new Set(names.flatMap(({ used }) => [...used])),
    declarations: names.flatMap(({ declarations }) => declarations),
  };
}

/** Names by statement: a statement that an edit left alone is the same object as before. */
const NAMES = new WeakMap<AstNode, Names>();

function namesWithin(root: AstNode): Names {
  const known = NAMES.get(root);
  if (known !== undefined) return known;
  const used = new Set<string>();
  const declarations: Names["declarations"][number][] = [];
  forEachNode(root, (node) => {
    if (isCall(node)) used.add(node.callee.$refText);
    else if (isNameExpression(node) || isOutputName(node)) used.add(node.target.$refText);
    else if (isParameter(node) || isLetStatement(node) || isRepeatIndex(node)) declarations.push(node);
  });
  const names = { used, declarations };
  NAMES.set(root, names);
  return names;
}
