// Brings the schema of DATABASE_URL up to date, and ends: what the service `migrate` of docker-compose.yml runs.
import { migrate } from '@bestiary/db/migrate';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) {
  console.error('DATABASE_URL is not set: see .env.example');
  process.exit(2);
}
try {
  const applied = await migrate(DATABASE_URL);
  console.error(applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
