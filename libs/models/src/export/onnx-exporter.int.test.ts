import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { loadOnnxRuntime } from '../onnx/onnx-backbone.ts';
import { OnnxModelProto } from '../onnx/onnx-schema.ts';
import { exporterSuite, type ModelReader } from './exporter.testsuite.ts';
import { onnxExporter } from './onnx-exporter.ts';
import { NO_PYTHON, PYTHON, PythonProcess } from './python.test.ts';

const onnxRuntime: ModelReader = {
  async predict(folder, images, count) {
    const runtime = loadOnnxRuntime();
    const session = await runtime.InferenceSession.create(join(folder, 'model.onnx'));
    const size = Math.sqrt(images.length / count / 3);
    const feeds = { images: new runtime.Tensor('float32', images, [count, size, size, 3]) };
    const { probabilities } = await session.run(feeds);
    return probabilities!.data as Float32Array;
  },
  async metadata(folder) {
    const model = OnnxModelProto.toObject(
      OnnxModelProto.decode(await readFile(join(folder, 'model.onnx'))),
    ) as { metadataProps: { key: string; value: string }[] };
    return JSON.parse(model.metadataProps.find(({ key }) => key === 'bestiary')!.value) as unknown;
  },
};

exporterSuite('ONNX in onnxruntime-node', onnxExporter, onnxRuntime);

describe.skipIf(PYTHON === undefined)(`ONNX in Python (skipped where ${NO_PYTHON})`, () => {
  const python = new PythonProcess(`
import onnx, onnxruntime
def answer(question):
    path = os.path.join(question['folder'], 'model.onnx')
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert all(o.version >= 13 for o in model.opset_import)
    if 'numbers' not in question:
        return json.loads({p.key: p.value for p in model.metadata_props}['bestiary'])
    session = onnxruntime.InferenceSession(path)
    images = read_images(question['numbers'], question['count'])
    return session.run(['probabilities'], {'images': images})[0].ravel().tolist()
serve(answer)
`);
  afterAll(() => python.close());
  exporterSuite('the checker and onnxruntime', onnxExporter, {
    predict: async (folder, images, count) => (await python.askAbout(images, { folder, count })) as number[],
    metadata: (folder) => python.ask({ folder }),
  });
});
