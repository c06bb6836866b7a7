import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Classifier, savedMetadata } from '../classifier.ts';
import { denseWeights } from '../head.ts';
import { OnnxGraph } from '../onnx/onnx-graph.ts';
import { addBackbone } from '../onnx/onnx-of-folded.ts';
import { type Exporter } from './exporter.ts';

const FILE = 'model.onnx';

/**
 * An ONNX model: `images` `[n, size, size, 3]`, 0..255 → `probabilities` `[n, classes]`. The metadata is the entry
 * `bestiary` of the file's own.
 */
export const onnxExporter: Exporter = {
  format: 'onnx',
  async write(folder, classifier) {
    await writeFile(join(folder, FILE), encodeOnnx(classifier));
    return [FILE];
  },
};

function encodeOnnx(classifier: Classifier): Uint8Array {
  const { spec, folded, head, metadata } = classifier;
  const graph = new OnnxGraph();
  graph.input('images', ['n', spec.inputSize, spec.inputSize, 3]);
  let last = addBackbone(graph, spec, folded, 'images');
  for (const { name, inputs, outputs, activation, kernel, bias } of denseWeights(head)) {
    graph.weights(`${name}/kernel`, [inputs, outputs], kernel);
    graph.weights(`${name}/bias`, [outputs], bias);
    const relu = activation === 'relu';
    const sum = relu ? `${name}/linear` : name;
    graph.node('MatMul', [last, `${name}/kernel`], `${name}/product`);
    graph.node('Add', [`${name}/product`, `${name}/bias`], sum);
    if (relu) graph.node('Relu', [sum], name);
    last = name;
  }
  if (head.units === 1) {
    graph.weights('one', [], Float32Array.of(1));
    graph.node('Sigmoid', [last], 'probability_of_1');
    graph.node('Sub', ['one', 'probability_of_1'], 'probability_of_0');
    graph.node('Concat', ['probability_of_0', 'probability_of_1'], 'probabilities', { axis: { int: 1 } });
  } else {
    graph.node('Softmax', [last], 'probabilities', { axis: { int: 1 } });
  }
  graph.output('probabilities', ['n', head.classes]);
  return graph.encode({
    name: spec.name,
    producerVersion: metadata.provenance.bestiaryVersion,
    metadata: { bestiary: JSON.stringify(savedMetadata(classifier)) },
  });
}
