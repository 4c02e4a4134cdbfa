// The layer table's requests: a network as rows, and those rows as text for other programs.

import { tableText as writeTable } from "../../exporters/table-text";
import { tableRows } from "../../analysis/table/table-rows";
import { TABLE, TABLE_TEXT } from "../../protocol/table";
import { mainNetwork } from "../../view/main-network";
import { answers } from "./request";

export const table = answers(TABLE, async (context, { uri, network }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const { convention } = await context.settings();
  const networks = analysed.model.networks.map(({ name }) => name);
  const errors = analysed.model.problems.filter(({ severity }) => severity === "error").length;
  const shown = mainNetwork(analysed.analyses, network);
  if (shown === undefined) return { networks, convention, errors };
  return { networks, network: shown.network.name, table: tableRows(shown, convention), convention, errors };
});

export const tableText = answers(TABLE_TEXT, async (context, { uri, network, format, columns }, token) => {
  const analysed = await context.analysed(uri, token);
  const { convention } = await context.settings();
  const shown = analysed && mainNetwork(analysed.analyses, network);
  return shown === undefined ? null : writeTable(tableRows(shown, convention), columns, format, convention);
});
