import { migrate } from '@bestiary/db/migrate';
import { Command, Option } from 'commander';
import pg from 'pg';
import { MANY_RUNS, manyRuns } from './many-runs.ts';

const SCENARIOS = [manyRuns(MANY_RUNS)];

const program: Command = new Command('seed')
  .description('Fills an empty database with a made-up state, the same each time.')
  .argument('<scenario>', SCENARIOS.map(({ name, description }) => `${name}: ${description}`).join('; '))
  .addOption(
    new Option('--database <url>', 'a Postgres without runs').env('DATABASE_URL').makeOptionMandatory(),
  )
  .addHelpText('after', '\nExample:\n  npm run seed -- many-runs --database postgresql://localhost/bestiary');

program.action(async (name: string, { database }: { database: string }) => {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) program.error(`there is no scenario "${name}"`, { exitCode: 2 });
  await migrate(database);
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT 1 FROM runs LIMIT 1');
    if (rows.length > 0) program.error('the database has runs already: give an empty one');
    await scenario.seed(client, (line) => console.error(line));
  } finally {
    await client.end();
  }
});

await program.parseAsync();
