// Converting a network to the `.net` language, for a document of the editor.

import * as l10n from "@vscode/l10n";
import { differenceBetween } from "../../exporters/difference";
import { NET_EXPORTER } from "../../exporters/net/net";
import { CONVERT } from "../../protocol/convert";
import { mainNetwork } from "../../view/main-network";
import { answers } from "./request";

export const convert = answers(CONVERT, async (context, { uri, network }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const shown = mainNetwork(analysed.analyses, network);
  if (shown === undefined) return { refusal: l10n.t("There is no network in this file.") };
  const written = NET_EXPORTER.write(shown.network);
  if ("refusal" in written) return written;
  const again = context.analysedText("untitled:converted.net", written.text)?.analyses[0];
  if (again === undefined) return { refusal: l10n.t("The result would have no network.") };
  const difference = differenceBetween(shown.network, again.network);
  return difference === undefined ? written : { refusal: difference };
});
