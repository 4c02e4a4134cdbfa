// The worker that ELK runs in.

import "../../src/layout/elk-worker";
