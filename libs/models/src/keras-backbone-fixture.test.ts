import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackboneSpec } from './backbone-spec.ts';
import { backboneByName } from './backbones.ts';

/** What tools/keras-fixtures/src/peers/backbones.py wrote about one backbone with formula weights and the formula picture. */
export interface KerasBackbone {
  readonly spec: BackboneSpec;
  /** for `formulaWeights` */
  readonly factors: Readonly<Record<string, number>>;
  readonly features: Float32Array;
  /** every layer's output, in the order in which Keras ran them; of one backbone of each family */
  readonly layers: readonly KerasLayer[] | undefined;
}

export interface KerasLayer {
  layer: string;
  shape: number[];
  mean: number;
  deviation: number;
  /** absolute */
  largest: number;
  first: number[];
  last: number[];
}

interface FixtureFile {
  backbone: string;
  size: number;
  factors: Record<string, number>;
  features: string;
  layers?: KerasLayer[];
}

export const backboneFixtures = join(import.meta.dirname, '../fixtures/backbones');

/** Every fixture. */
export function kerasBackbones(): KerasBackbone[] {
  const files = readdirSync(backboneFixtures).filter((name) => name.endsWith('.json'));
  return files.map((name) => {
    const file = JSON.parse(readFileSync(join(backboneFixtures, name), 'utf8')) as FixtureFile;
    return {
      spec: backboneByName(file.backbone, file.size),
      factors: file.factors,
      features: new Float32Array(Uint8Array.from(Buffer.from(file.features, 'base64')).buffer),
      layers: file.layers,
    };
  });
}
