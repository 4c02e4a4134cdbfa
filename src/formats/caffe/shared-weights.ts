// Weights that several layers share by giving them one name (`param { name: "w" }`): the first layer owns them.

import * as l10n from "@vscode/l10n";
import type { Weight } from "../../model/network";
import { mayBeEqual } from "../../model/shape";
import type { LayerEntry } from "./layer-entry";
import type { ProblemList } from "../problem-list";

interface Owned {
  readonly layer: string;
  readonly weight: Weight;
}

export interface Shared {
  readonly weights: readonly Weight[];
  /** The layer that owns the first shared weight. */
  readonly owner?: string;
}

export class SharedWeights {
  private readonly owned = new Map<string, Owned>();

  constructor(private readonly problems: ProblemList) {}

  /** Marks the weights that an earlier layer owns, and those that training leaves alone; remembers the names of the rest. */
  resolve(entry: LayerEntry, layer: string, weights: readonly Weight[]): Shared {
    let owner: string | undefined;
    const resolved = weights.map((weight, index): Weight => {
      const param = entry.weights[index];
      const frozen = param?.frozen === true && weight.kind === "parameter";
      const marked = frozen ? { ...weight, frozen: true } : weight;
      const name = param?.name;
      if (name === undefined) return marked;
      const known = this.owned.get(name);
      if (known === undefined) {
        this.owned.set(name, { layer, weight });
        return marked;
      }
      this.checkShape(entry, name, known, weight);
      owner ??= known.layer;
      return { ...marked, shared: true };
    });
    return owner === undefined ? { weights: resolved } : { weights: resolved, owner };
  }

  private checkShape(entry: LayerEntry, name: string, known: Owned, weight: Weight): void {
    const a = known.weight.shape;
    const b = weight.shape;
    if (a.length === b.length && a.every((dim, axis) => mayBeEqual(dim, b[axis]))) return;
    const message = l10n.t(
      'The shared weight "{0}" is {1} in "{2}", but would be {3} here.',
      name,
      a.join("×"),
      known.layer,
      b.join("×"),
    );
    this.problems.add(entry.nameSpan, "shared-shape-mismatch", message);
  }
}
