// Runs of neighbours in a list.

/** The longest run of items in which each one follows from the one before; the first of several. */
export function longestRun<Item>(
  items: readonly Item[],
  follows: (last: Item, next: Item) => boolean,
): readonly Item[] {
  return splitRuns(items, follows).reduce<readonly Item[]>(
    (best, run) => (run.length > best.length ? run : best),
    [],
  );
}

/** The list cut between all neighbours of which the second does not follow from the first. */
export function splitRuns<Item>(
  items: readonly Item[],
  follows: (last: Item, next: Item) => boolean,
): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  let last: Item | undefined;
  for (const item of items) {
    const run = runs.at(-1);
    if (run !== undefined && last !== undefined && follows(last, item)) run.push(item);
    else runs.push([item]);
    last = item;
  }
  return runs;
}
