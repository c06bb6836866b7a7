import { type Client } from 'pg';

/** A named state of a database, the same each time it is made. */
export type Scenario = {
  name: string;
  description: string;
  /** Fills a migrated database that has no runs. `note` is told what is being done. */
  seed(client: Client, note: (line: string) => void): Promise<void>;
};
