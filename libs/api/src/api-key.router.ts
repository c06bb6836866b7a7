import {
  CreateApiKeyInput,
  CreateApiKeyOutput,
  ListApiKeysOutput,
  RevokeApiKeyInput,
} from '@bestiary/contracts/api-key';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const apiKeyRouter = router({
  create: procedure
    .input(CreateApiKeyInput)
    .output(CreateApiKeyOutput)
    .mutation(({ ctx, input }) => ctx.apiKeys.create(input.id, input.name, input.role)),
  list: procedure.output(ListApiKeysOutput).query(({ ctx }) => ctx.apiKeys.list()),
  revoke: procedure
    .input(RevokeApiKeyInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.apiKeys.revoke(input.id)),
});
