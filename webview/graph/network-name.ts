/** What a network is called after an edit: another name in its place is its new one; undefined when it is no more. */
export function nameAfter(
  name: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  if (after.includes(name)) return name;
  return before.length === after.length ? after[before.indexOf(name)] : undefined;
}
