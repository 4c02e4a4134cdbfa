// What kinds of groups are called, in the reader's language.

import * as l10n from "@vscode/l10n";
import type { Group } from "../model/network";

/** The word for a kind of group, for a group that is no instance of a named block: `stage`. */
export function groupKindName(kind: Group["groupKind"]): string {
  switch (kind) {
    case "stage":
      return l10n.t("stage");
    case "block":
      return l10n.t("block");
    case "repeat":
      return l10n.t("repeat");
    case "auxiliary":
      return l10n.t("auxiliary head");
    case "network":
      return l10n.t("network");
    case "scope":
      return l10n.t("scope");
  }
}
