import { API_KEY_ROLES, type ApiKeyRole } from '@bestiary/contracts/api-key';
import { Option, type Command } from 'commander';
import { withServer } from './server-option.ts';

interface KeyOptions {
  server?: string;
  json?: boolean;
}

/** Adds `bestiary apikey` with its commands. */
export function addApiKeyCommand(program: Command): void {
  const keys = program
    .command('apikey')
    .summary('make and revoke the keys that let others use a server')
    .description(
      'A server that listens beyond 127.0.0.1 refuses every request without a key. Of a key only the hash is kept.',
    );
  withServer(
    keys
      .command('create')
      .summary('make a key and print it, this once')
      .argument('<name>', 'what it is for')
      .addOption(
        new Option('--role <role>', 'worker: runs trials; admin: everything')
          .choices(API_KEY_ROLES)
          .default('worker'),
      ),
  )
    .addHelpText('after', '\nExample:\n  bestiary apikey create "gpu machine" --role worker')
    .action(async (name: string, options: KeyOptions & { role: ApiKeyRole }) => {
      const { createApiKey } = await import('../apikey/api-keys.ts');
      await createApiKey(name, options);
    });
  withServer(keys.command('ls').summary('list keys, without their secrets'))
    .addHelpText('after', '\nExample:\n  bestiary apikey ls --json')
    .action(async (options: KeyOptions) => {
      const { listApiKeys } = await import('../apikey/api-keys.ts');
      await listApiKeys(options);
    });
  withServer(keys.command('revoke').summary('let a key in no more').argument('<id>', 'its id, as `ls` says'))
    .addHelpText('after', '\nExample:\n  bestiary apikey revoke 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e')
    .action(async (id: string, options: KeyOptions) => {
      const { revokeApiKey } = await import('../apikey/api-keys.ts');
      await revokeApiKey(id, options);
    });
}
