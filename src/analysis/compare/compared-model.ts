// One of the networks that are compared, with the name that tells it from the others.

import type { NetworkAnalysis } from "../network-analysis";

export interface ComparedModel {
  readonly name: string;
  readonly analysis: NetworkAnalysis;
}

/** Names that differ: a network's own, with its place (a file, a version) where several have the same. */
export function distinctNames(
  networks: readonly { readonly network: string; readonly place: string }[],
): readonly string[] {
  const count = (key: (item: { network: string; place: string }) => string, value: string): number =>
    networks.filter((item) => key(item) === value).length;
  const qualified = ({ network, place }: { network: string; place: string }): string =>
    `${network} (${place})`;
  return networks.map((item, index) => {
    if (count(({ network }) => network, item.network) === 1) return item.network;
    const name = qualified(item);
    if (count(qualified, name) === 1) return name;
    const before = networks.slice(0, index).filter((other) => qualified(other) === name).length;
    return `${name} ${String(before + 1)}`;
  });
}
