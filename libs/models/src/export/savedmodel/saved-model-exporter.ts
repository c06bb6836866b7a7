import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Classifier, savedMetadata } from '../../classifier.ts';
import { type Exporter } from '../exporter.ts';
import { addClassifier, classifierVariables } from './classifier-nodes.ts';
import { decodeFunction } from './decode-function.ts';
import { type BundleTensor, writeTensorBundle } from './tensor-bundle.ts';
import { TensorflowNodes } from './tensorflow-nodes.ts';
import { DATA_TYPE, SavedModelProto, shapeProto } from './tensorflow-schema.ts';
import { addSaver, addVariables, readOf } from './variable-nodes.ts';

const GRAPH_FILE = 'saved_model.pb';
/** Where TensorFlow leaves files alone that are not its own. */
const METADATA_FILE = 'assets.extra/bestiary.json';

/** Versions of TensorFlow's graphs that can read this one: all since 2.1. */
const GRAPH_VERSION = { producer: 175, minConsumer: 12 };

/**
 * A TensorFlow SavedModel with variables. `serving_default`: `images` `[n, size, size, 3]`, 0..255 → `probabilities`
 * `[n, classes]`. `serving_bytes`: `bytes` `[n]`, each a JPEG or PNG file → the same; decoded and made square in the
 * graph as in training. It is a graph of TensorFlow 1, which `tf.saved_model.load`, `tf.node.loadSavedModel` and
 * TensorFlow Serving all load.
 */
export const savedModelExporter: Exporter = {
  format: 'savedmodel',
  async write(folder, classifier) {
    const variables = classifierVariables(classifier);
    const metadata = JSON.stringify(savedMetadata(classifier), null, 1);
    await mkdir(join(folder, 'assets.extra'), { recursive: true });
    await writeFile(join(folder, GRAPH_FILE), encodeSavedModel(classifier, variables));
    await writeFile(join(folder, METADATA_FILE), `${metadata}\n`);
    await writeTensorBundle(join(folder, 'variables', 'variables'), variables);
    const checkpoint = ['variables/variables.index', 'variables/variables.data-00000-of-00001'];
    return [GRAPH_FILE, METADATA_FILE, ...checkpoint];
  },
};

function encodeSavedModel(classifier: Classifier, variables: ReadonlyMap<string, BundleTensor>): Uint8Array {
  const { spec, head, metadata } = classifier;
  const imageShape = [spec.inputSize, spec.inputSize, 3];
  const nodes = new TensorflowNodes();
  const decode = 'decode_and_resize';
  nodes.add('Placeholder', 'bytes', [], {
    dtype: { type: DATA_TYPE.string },
    shape: { shape: [-1] },
  });
  nodes.add('MapDefun', 'decoded', ['bytes'], {
    Targuments: { types: [DATA_TYPE.string] },
    Tcaptured: { types: [] },
    output_types: { types: [DATA_TYPE.float] },
    output_shapes: { shapes: [imageShape] },
    f: { func: decode },
    max_intra_op_parallelism: { i: 1 },
  });
  // who has images gives them here; otherwise they are decoded
  nodes.add('PlaceholderWithDefault', 'images', ['decoded'], {
    dtype: { type: DATA_TYPE.float },
    shape: { shape: [-1, ...imageShape] },
  });
  const definitions = addVariables(nodes, variables);
  addClassifier(nodes, classifier, 'images', readOf, 'probabilities');
  const saverDef = addSaver(nodes, variables.keys());

  const collection = { bytesList: { value: definitions } };
  const probabilities = {
    name: 'probabilities:0',
    dtype: DATA_TYPE.float,
    tensorShape: shapeProto([-1, head.classes]),
  };
  const signature = (inputs: object): object => ({
    inputs,
    outputs: { probabilities },
    methodName: 'tensorflow/serving/predict',
  });
  return SavedModelProto.encode({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.1.0' },
        graphDef: {
          node: nodes.all,
          versions: GRAPH_VERSION,
          library: { function: [decodeFunction(decode, metadata.preprocessing)] },
        },
        saverDef,
        collectionDef: { variables: collection, trainable_variables: collection },
        signatureDef: {
          serving_default: signature({
            images: {
              name: 'images:0',
              dtype: DATA_TYPE.float,
              tensorShape: shapeProto([-1, ...imageShape]),
            },
          }),
          serving_bytes: signature({
            bytes: { name: 'bytes:0', dtype: DATA_TYPE.string, tensorShape: shapeProto([-1]) },
          }),
        },
      },
    ],
  }).finish();
}
