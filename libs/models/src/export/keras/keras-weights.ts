import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, type Group, ready } from 'h5wasm/node';
import { type Classifier } from '../../classifier.ts';
import { denseWeights } from '../../head.ts';
import { type ShapedLayer } from '../../layer-configs.ts';

interface Variable {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** `model.weights.h5` of a `.keras` file: `layers/<class>_<n>/vars/<i>` and `optimizer/vars/<i>`. */
export async function kerasWeights(
  classifier: Classifier,
  layers: readonly ShapedLayer[],
): Promise<Uint8Array> {
  const variables = new Map([...backboneVariables(classifier), ...headVariables(classifier)]);
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-keras-'));
  try {
    const path = join(folder, 'model.weights.h5');
    await ready;
    const file = new File(path, 'w'); // the library writes files only
    try {
      const groups = file.create_group('layers');
      const counts = new Map<string, number>();
      for (const { className, name } of layers) {
        const kind = snakeCase(className);
        const count = counts.get(kind) ?? 0;
        counts.set(kind, count + 1);
        const group = groups.create_group(count === 0 ? kind : `${kind}_${count}`);
        writeVariables(group, name, variables.get(name) ?? []);
      }
      const { optimizer } = classifier;
      writeVariables(file.create_group('optimizer'), optimizer.name, optimizerVariables(classifier));
    } finally {
      file.close();
    }
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function writeVariables(group: Group, name: string, variables: readonly Variable[]): void {
  const vars = group.create_group('vars');
  vars.create_attribute('name', name);
  for (const [i, { shape, data }] of variables.entries()) {
    const dtype = data instanceof Float32Array ? '<f' : '<q';
    vars.create_dataset({ name: String(i), data, shape: [...shape], dtype });
  }
}

function backboneVariables({ folded }: Classifier): [string, Variable[]][] {
  return folded.steps.flatMap((step): [string, Variable[]][] => {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') return [];
    const kernel = { shape: step.kernelShape, data: step.kernel };
    return [[step.name, [kernel, { shape: [step.bias.length], data: step.bias }]]];
  });
}

function headVariables({ head }: Classifier, numbers = head.parameters): [string, Variable[]][] {
  return denseWeights(head, numbers).map(({ name, inputs, outputs, kernel, bias }) => [
    name,
    [
      { shape: [inputs, outputs], data: kernel },
      { shape: [outputs], data: bias },
    ],
  ]);
}

/** Steps and rate, then the slots: of Adam variable by variable, of the others slot by slot. */
function optimizerVariables(classifier: Classifier): Variable[] {
  const { name, iterations, learningRate, slots } = classifier.optimizer;
  const bySlot = Array.from(slots.values(), (numbers) =>
    headVariables(classifier, numbers).flatMap(([, variables]) => variables),
  );
  const byVariable = (bySlot[0] ?? []).flatMap((_, i) => bySlot.map((variables) => variables[i]!));
  return [
    { shape: [], data: BigInt64Array.of(BigInt(iterations)) },
    { shape: [], data: Float32Array.of(learningRate) },
    ...(name === 'adam' || name === 'adamw' ? byVariable : bySlot.flat()),
  ];
}

/** As `to_snake_case` of Keras 3 `utils/naming.py`: `DepthwiseConv2D` → `depthwise_conv2d`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
