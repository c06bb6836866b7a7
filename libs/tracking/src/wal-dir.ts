import { join } from 'node:path';

/** Where the write-ahead logs of runs are, below the working directory; one folder a run inside. */
export const DEFAULT_WAL_DIR = join('.bestiary', 'wal');
