// Converting a network to the `.net` language, for a document of the editor.

import { NET_EXPORTER } from "../../exporters/net/net";
import { CONVERT } from "../../protocol/convert";
import type { ConvertResult } from "../../protocol/convert";
import { mainNetwork } from "../../view/main-network";
import type { Analysed } from "../analysed";
import { answers } from "./request";

export const convert = answers(CONVERT, async (context, { uri, network }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const shown = mainNetwork(analysed.analyses, network);
  if (shown === undefined) return { refusal: "There is no network in this file." };
  const written = NET_EXPORTER.write(shown.network);
  if ("refusal" in written) return written;
  const again = context.analysedText("untitled:converted.net", written.text)?.analyses[0];
  return withWarning(written.text, again?.totals, shown.totals);
});

type Totals = Analysed["analyses"][number]["totals"];

/** Says what differs when the text is read again, so that nobody relies on figures that are not the file's. */
function withWarning(text: string, again: Totals | undefined, totals: Totals): ConvertResult {
  for (const figure of ["params", "buffers", "macs"] as const) {
    const [is, was] = [again?.[figure].value, totals[figure].value];
    if (is !== was) {
      const warning = `It has ${String(is ?? "unknown")} ${figure}, and the file ${String(was ?? "unknown")}.`;
      return { text, warning };
    }
  }
  return { text };
}
