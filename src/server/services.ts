// Which language services serve a document.

import { FORMATS } from "../formats/index";
import { textFormatFor } from "../formats/read-file";
import type { Format } from "../formats/format";
import { createNetServices } from "../net/services/services";
import { servicesFromOccurrences } from "./language-services";
import type { LanguageServices } from "./language-services";
import type { Texts } from "./texts";

/**
 * Finds the services for an open document by its language, else by its name and content. `netFiles` lists the `.net`
 * files in which names may be used.
 */
export function servicesFor(
  texts: Texts,
  netFiles: () => Iterable<string>,
): (uri: string) => LanguageServices {
  const net = createNetServices({ read: (uri) => texts.read(uri), uris: netFiles });
  const byFormat = new Map<string, LanguageServices>([["net", net]]);
  return (uri) => {
    const document = texts.document(uri);
    if (document === undefined) return {};
    const format =
      FORMATS.find(({ languageId }) => languageId === document.languageId) ??
      textFormatFor(uri, document.getText());
    return format === undefined ? {} : remembered(byFormat, format);
  };
}

function remembered(byFormat: Map<string, LanguageServices>, format: Format): LanguageServices {
  let services = byFormat.get(format.id);
  if (services === undefined) byFormat.set(format.id, (services = servicesFromOccurrences(format)));
  return services;
}
