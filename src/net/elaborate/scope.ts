// Names in force at a place of a body: tensors, numbers, texts and lists.

import type { Location } from "../../model/origin";
import type { Weight } from "../../model/network";
import type { Value } from "./value";

/** The layer that a name was given to, for `share=`. */
export interface NamedLayer {
  readonly name: string;
  readonly operator: string;
  /** Computed when something shares them. */
  readonly weights: () => readonly Weight[];
}

export interface Binding {
  readonly value: Value;
  /** Where the name is declared. */
  readonly declaration: Location;
  readonly layer?: NamedLayer;
}

export class Scope {
  readonly #parent: Scope | undefined;
  readonly #bindings = new Map<string, Binding>();

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  /** The binding of `name` here or around. */
  find(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.#parent?.find(name);
  }

  /** Binds `name` here; an earlier binding of this very scope is returned. */
  bind(name: string, binding: Binding): Binding | undefined {
    const earlier = this.#bindings.get(name);
    this.#bindings.set(name, binding);
    return earlier;
  }

  /** All names in force, for suggestions. */
  names(): readonly string[] {
    return [...this.#bindings.keys(), ...(this.#parent?.names() ?? [])];
  }
}
