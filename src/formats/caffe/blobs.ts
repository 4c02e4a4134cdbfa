// The blobs of a net while its layers are read in order: which layer made each name last, and what is left over.

import type { Source } from "../../model/network";
import type { Shape } from "../../model/shape";
import type { Span } from "./text/tree";

export interface Blob {
  readonly name: string;
  readonly source: Source;
  /** With the batch as axis 0; undefined where unknown. */
  readonly shape: Shape | undefined;
  /** Data that enters the net, which is no output even when nothing takes it. */
  readonly data: boolean;
  /** Where the name was given. */
  readonly span: Span;
}

export class Blobs {
  private readonly current = new Map<string, Blob>();
  /** Blobs that nothing has taken yet, by name. */
  private readonly unused = new Map<string, Blob>();

  get(name: string): Blob | undefined {
    return this.current.get(name);
  }

  names(): Iterable<string> {
    return this.current.keys();
  }

  take(blob: Blob): void {
    if (this.unused.get(blob.name) === blob) this.unused.delete(blob.name);
  }

  put(blob: Blob): void {
    this.current.set(blob.name, blob);
    this.unused.delete(blob.name);
    this.unused.set(blob.name, blob);
  }

  /** What the net gives: blobs that no layer takes, data only where there is nothing else. */
  outputs(): readonly Blob[] {
    const all = [...this.unused.values()];
    const computed = all.filter(({ data }) => !data);
    return computed.length > 0 ? computed : all;
  }
}
