// From a place in a text to instances, and from an instance to its places.

import { instancesAt, locationOf as locate, siteAt } from "../../features/locate";
import { usesOf } from "../../features/instances";
import { CHOOSE_INSTANCE, INSTANCES, LOCATION_OF, PATHS_AT } from "../../protocol/locate";
import type { Analysed } from "../analysed";
import { answers } from "./request";

export const chooseInstance = answers(CHOOSE_INSTANCE, (context, { uri, network, path }, token) =>
  context.chooseInstance(uri, network, path, token),
);

export const instances = answers(INSTANCES, async (context, { uri, definition }, token) => {
  const analysed = await context.analysed(uri, token);
  const found = analysed?.model.definitions.find(({ name }) => name === definition);
  if (found === undefined) return [];
  return usesOf(analysed?.document?.allAnalyses ?? [], found, context.chosen(uri)).distinct;
});

export const locationOf = answers(LOCATION_OF, async (context, { uri, network, path }, token) => {
  const analysed = await context.analysed(uri, token);
  return locate(networksOf(analysed), { network, path }) ?? null;
});

export const pathsAt = answers(PATHS_AT, async (context, { uri, position }, token) => {
  const analysed = await context.analysed(uri, token);
  const site = siteAt(analysed?.document?.sites ?? [], position);
  return site === undefined ? [] : instancesAt(networksOf(analysed), site);
});

/** A text's blocks may be instantiated by other files' networks, too. */
function networksOf(analysed: Analysed | undefined): Analysed["analyses"] {
  return analysed?.document?.allAnalyses ?? analysed?.analyses ?? [];
}
