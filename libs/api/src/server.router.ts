import { ServerInfo } from '@bestiary/contracts/server-info';
import { procedure, router } from './trpc.ts';

export const serverRouter = router({
  info: procedure.output(ServerInfo).query(({ ctx }) => ctx.info),
});
