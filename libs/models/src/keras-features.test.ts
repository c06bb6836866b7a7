import { describe, expect, it } from 'vitest';
import { openBackbone } from './engine.ts';
import { type Engine } from './engines.ts';
import { foldGraph } from './folded-graph.ts';
import { formulaPicture, formulaWeights } from './formula-weights.test.ts';
import { kerasBackbones } from './keras-backbone-fixture.test.ts';

/** Every backbone on one engine, held to what Keras computes with the same weights. `--reporter=verbose` prints the differences. */
export function kerasFeaturesOn(engine: Engine): void {
  describe(`features on ${engine}`, () => {
    it.for(kerasBackbones())(
      "of $spec.name at $spec.inputSize px are Keras', to 1e-4",
      async ({ spec, factors, features }, { annotate }) => {
        const opened = await openBackbone(spec, foldGraph(spec, formulaWeights(spec, factors)), engine);
        expect(opened.engine).toBe(engine);
        const found = await opened.backbone.features(formulaPicture(spec.inputSize));
        opened.backbone.dispose();
        expect(found.length).toBe(features.length);
        const worst = found.reduce((a, x, i) => Math.max(a, Math.abs(x - features[i]!)), 0);
        const largest = features.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
        await annotate(
          `differ by ${worst.toExponential(1)} at most, of features up to ${largest.toFixed(1)}`,
        );
        expect(worst).toBeLessThan(1e-4);
      },
    );
  });
}
