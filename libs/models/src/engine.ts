import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { type Backbone } from './backbone.ts';
import { loadBackend } from './backend.ts';
import { type FoldedGraph } from './folded-graph.ts';
import { ENGINES, type Engine, engineOfEnvironment } from './engines.ts';
import { type BackboneSpec } from './backbone-spec.ts';
import { loadOnnxRuntime, onnxBackbone } from './onnx/onnx-backbone.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';

export interface OpenedBackbone {
  readonly backbone: Backbone;
  readonly engine: Engine;
  /** one line for people, when it is not the fastest engine */
  readonly warning: string | undefined;
}

/**
 * Makes a folded graph run: on the engine that is asked for, else on the fastest that can be loaded here.
 *
 * @throws BestiaryError `unavailable` when that engine, or none, can be loaded
 */
export async function openBackbone(
  spec: BackboneSpec,
  folded: FoldedGraph,
  engine: Engine | undefined = engineOfEnvironment(),
): Promise<OpenedBackbone> {
  if (engine === undefined || engine === 'onnxruntime') {
    try {
      const backbone = await onnxBackbone(spec, folded, loadOnnxRuntime());
      return { backbone, engine: 'onnxruntime', warning: undefined };
    } catch (error) {
      const reason = messageOf(error).split('\n')[0]!.trim();
      if (engine !== undefined) {
        throw new BestiaryError('unavailable', `ONNX Runtime can't be loaded: ${reason}`, {
          cause: error,
          hint: `leave the backend out, or choose ${ENGINES.slice(1).join(' or ')}`,
        });
      }
      const opened = await openOnTensorFlow(spec, folded, undefined);
      const first = `ONNX Runtime can't be loaded (${reason}); using ${opened.engine}, which is slower`;
      return { ...opened, warning: [first, opened.warning].filter(Boolean).join('; ') };
    }
  }
  return openOnTensorFlow(spec, folded, engine);
}

async function openOnTensorFlow(
  spec: BackboneSpec,
  folded: FoldedGraph,
  engine: 'tensorflow' | 'wasm' | undefined,
): Promise<OpenedBackbone> {
  const backend = await loadBackend(engine);
  return {
    backbone: tfjsBackbone(spec, folded, backend),
    engine: backend.name,
    warning: backend.warning,
  };
}
