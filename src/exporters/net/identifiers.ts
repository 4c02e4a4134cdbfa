// Names of layers and scopes made identifiers of the .net language, each used once.

import { operatorWithAlias } from "../../operators/index";

const KEYWORDS: ReadonlySet<string> = new Set(
  "import from as network block input output let stage auxiliary repeat if else in and or not true false identity concat add sub mul div max min average matmul ceil floor round abs len share".split(
    " ",
  ),
);

/** ONNX's names of operators, after which exporters call layers that have no name. */
const EXPORTED_NAMES =
  /^(?:Global)?(?:Average|Max)Pool$|^(?:Batch|Layer|Instance)Normalization$|^Gemm$|^Reduce\w+$|^Mat_?Mul$/;

/** Whether the name is that of an operator, in the catalogue or in other formats. */
export function isOperatorName(name: string): boolean {
  return operatorWithAlias(name) !== undefined || EXPORTED_NAMES.test(name);
}

/** The nearest identifier: `conv1/7x7_s2` becomes `conv1_7x7_s2`. */
export function identifierOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const started = /^[A-Za-z_]/.test(plain) ? plain : `n${plain}`;
  return KEYWORDS.has(started) || operatorWithAlias(started) !== undefined ? `${started}_` : started;
}

/** Hands out names, each once. */
export class Names {
  private readonly used = new Set<string>();

  /** The wanted name, or the next free one: `conv1`, `conv1_2`. */
  take(wanted: string): string {
    const base = identifierOf(wanted);
    let name = base;
    for (let number = 2; this.used.has(name); number++) name = `${base}_${String(number)}`;
    this.used.add(name);
    return name;
  }
}

/** Names with a letter each where several are the same: `MixedA`, `MixedB`. */
export function lettered(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return isAlone || count > 25 ? name : `${name}${String.fromCharCode(65 + count)}`;
  });
}
