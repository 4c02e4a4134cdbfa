// ELK as the script of a worker: it answers the messages of elk-worker-client.

import "elkjs/lib/elk-worker.min.js";
