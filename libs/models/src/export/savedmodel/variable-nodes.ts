import { type BundleTensor } from './tensor-bundle.ts';
import { type TensorflowNodes } from './tensorflow-nodes.ts';
import { DATA_TYPE, VariableDefProto } from './tensorflow-schema.ts';

const FLOAT = { type: DATA_TYPE.float } as const;

/** The name under which a variable's value is read. */
export function readOf(variable: string): string {
  return `${variable}/read`;
}

/**
 * Adds variables: for each its handle, its value, and what sets it to zero.
 *
 * @returns a `VariableDef` each, encoded, by which TensorFlow finds them
 */
export function addVariables(
  nodes: TensorflowNodes,
  variables: ReadonlyMap<string, BundleTensor>,
): Uint8Array[] {
  nodes.floats('initial_zero', [], Float32Array.of(0));
  return Array.from(variables, ([name, { shape }]) => {
    nodes.add('VarHandleOp', name, [], { dtype: FLOAT, shape: { shape }, shared_name: { s: name } });
    nodes.add('ReadVariableOp', readOf(name), [name], { dtype: FLOAT });
    nodes.ints(`${name}/shape`, shape);
    nodes.add('Fill', `${name}/zeros`, [`${name}/shape`, 'initial_zero'], {
      T: FLOAT,
      index_type: { type: DATA_TYPE.int32 },
    });
    nodes.add('AssignVariableOp', `${name}/set`, [name, `${name}/zeros`], { dtype: FLOAT });
    return VariableDefProto.encode({
      variableName: `${name}:0`,
      initializerName: `${name}/set`,
      snapshotName: `${readOf(name)}:0`,
      initialValueName: `${name}/zeros:0`,
      isResource: true,
      trainable: true,
    }).finish();
  });
}

/**
 * Adds what brings variables to and from a checkpoint.
 *
 * @returns the `SaverDef`
 */
export function addSaver(nodes: TensorflowNodes, variables: Iterable<string>): object {
  const names = [...variables];
  const dtypes = { types: names.map(() => DATA_TYPE.float) };
  const prefix = nodes.strings('save/Const', 'model');
  const slices = nodes.strings(
    'save/slices',
    names.map(() => ''),
  );
  const keys = nodes.strings('save/keys', names);
  nodes.add('SaveV2', 'save/SaveV2', [prefix, keys, slices, ...names.map(readOf)], { dtypes });
  nodes.add('Identity', 'save/control_dependency', [prefix, '^save/SaveV2'], {
    T: { type: DATA_TYPE.string },
  });
  nodes.add('RestoreV2', 'save/RestoreV2', [prefix, keys, slices], { dtypes });
  const set = names.map((name, i) => {
    const value = i === 0 ? 'save/RestoreV2' : `save/RestoreV2:${i}`;
    return nodes.add('AssignVariableOp', `save/set_${i}`, [name, value], { dtype: FLOAT });
  });
  nodes.add(
    'NoOp',
    'save/restore_all',
    set.map((name) => `^${name}`),
  );
  return {
    filenameTensorName: 'save/Const:0',
    saveTensorName: 'save/control_dependency:0',
    restoreOpName: 'save/restore_all',
    maxToKeep: 5,
    version: 2,
  };
}
