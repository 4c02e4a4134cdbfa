// The registry of exporters: one line for each language.

import type { Exporter } from "./exporter";
import { NET_EXPORTER } from "./net/net";
import { PYTHON_EXPORTER } from "./python/python";

export const EXPORTERS: readonly Exporter[] = [NET_EXPORTER, PYTHON_EXPORTER];

/** The exporter for files of that name, by their ending. */
export function exporterForFile(fileName: string): Exporter | undefined {
  const name = fileName.toLowerCase();
  return EXPORTERS.find(({ ending }) => name.endsWith(ending));
}
