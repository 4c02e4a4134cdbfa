// Names for a Python class: its attributes and variables, each used once.

import type { Operation } from "../graph";
import { HELPERS } from "./helpers";

const KEYWORDS: ReadonlySet<string> = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield self x F nn torch".split(
    " ",
  ),
);

export class PythonNames {
  private readonly attributes = new Set<string>();
  private readonly variables = new Set<string>();

  className(name: string): string {
    const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
    const plain = /^[A-Za-z]/.test(title) ? title : `Net${title}`;
    return plain in HELPERS || KEYWORDS.has(plain) ? `${plain}Net` : plain;
  }

  /** The attribute that holds a layer's module: its scopes and its name. */
  attribute({ scope, name }: Operation): string {
    return free(this.attributes, [...scope, name].join("_"));
  }

  variable(name: string): string {
    return free(this.variables, name);
  }
}

function free(used: Set<string>, wanted: string): string {
  const plain = wanted.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  const base = /^[A-Za-z]/.test(plain) && !KEYWORDS.has(plain) ? plain : `n_${plain}`;
  let name = base;
  for (let number = 2; used.has(name); number++) name = `${base}_${String(number)}`;
  used.add(name);
  return name;
}
