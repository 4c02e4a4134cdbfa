// What all of the server's handlers share.

import type { AnalysisStore } from "./analysis-store";
import type { LanguageServices } from "./language-services";
import type { Settings } from "./settings";
import type { Texts } from "./texts";

export interface ServerState {
  readonly store: AnalysisStore;
  readonly texts: Texts;
  /** The client's settings; waits for them when they are on their way. */
  settings(): Promise<Settings>;
  /** The services for the open document of that uri. */
  servicesOf(uri: string): LanguageServices;
}
