import {
  PairGallery,
  PairGalleryInput,
  Ranking,
  RankingInput,
  RunPairCounts,
  RunPairInput,
} from '@bestiary/contracts/ranking';
import { procedure, router } from './trpc.ts';

export const rankingRouter = router({
  /** Runs in order, those on the same images together; a run that is gone is left out. */
  rank: procedure
    .input(RankingInput)
    .output(Ranking)
    .query(({ ctx, input }) => ctx.rankings.rank(input.runIds, input.split)),
  pair: procedure
    .input(RunPairInput)
    .output(RunPairCounts)
    .query(({ ctx, input }) => ctx.rankings.pair(input.a, input.b, input.split)),
  pairGallery: procedure
    .input(PairGalleryInput)
    .output(PairGallery)
    .query(({ ctx, input }) => ctx.rankings.pairGallery(input)),
});
