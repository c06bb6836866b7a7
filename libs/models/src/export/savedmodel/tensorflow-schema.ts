import protobuf from 'protobufjs/light.js';

const one = (type: string, id: number) => ({ type, id });
const many = (type: string, id: number) => ({ rule: 'repeated', type, id });
const byName = (type: string, id: number) => ({ keyType: 'string', type, id });

/**
 * The messages of a SavedModel and its checkpoint, as far as a classifier needs them. Source: the `.proto` files of
 * TensorFlow 2.21, `core/protobuf` (saved_model, meta_graph, saver, tensor_bundle) and `core/framework`.
 */
const schema = protobuf.Root.fromJSON({
  nested: {
    SavedModel: {
      fields: {
        savedModelSchemaVersion: one('int64', 1),
        metaGraphs: many('MetaGraphDef', 2),
      },
    },
    MetaGraphDef: {
      fields: {
        metaInfoDef: one('MetaInfoDef', 1),
        graphDef: one('GraphDef', 2),
        saverDef: one('SaverDef', 3),
        collectionDef: byName('CollectionDef', 4),
        signatureDef: byName('SignatureDef', 5),
      },
    },
    MetaInfoDef: {
      fields: { tags: many('string', 4), tensorflowVersion: one('string', 5) },
    },
    CollectionDef: { fields: { bytesList: one('BytesList', 2) } },
    BytesList: { fields: { value: many('bytes', 1) } },
    SignatureDef: {
      fields: {
        inputs: byName('TensorInfo', 1),
        outputs: byName('TensorInfo', 2),
        methodName: one('string', 3),
      },
    },
    TensorInfo: {
      fields: { name: one('string', 1), dtype: one('int32', 2), tensorShape: one('TensorShapeProto', 3) },
    },
    SaverDef: {
      fields: {
        filenameTensorName: one('string', 1),
        saveTensorName: one('string', 2),
        restoreOpName: one('string', 3),
        maxToKeep: one('int32', 4),
        version: one('int32', 7),
      },
    },
    GraphDef: {
      fields: {
        node: many('NodeDef', 1),
        versions: one('VersionDef', 4),
        library: one('FunctionDefLibrary', 2),
      },
    },
    VersionDef: { fields: { producer: one('int32', 1), minConsumer: one('int32', 2) } },
    NodeDef: {
      fields: {
        name: one('string', 1),
        op: one('string', 2),
        input: many('string', 3),
        attr: byName('AttrValue', 5),
      },
    },
    AttrValue: {
      oneofs: { value: { oneof: ['list', 's', 'i', 'f', 'b', 'type', 'shape', 'tensor', 'func'] } },
      fields: {
        list: one('ListValue', 1),
        s: one('bytes', 2),
        i: one('int64', 3),
        f: one('float', 4),
        b: one('bool', 5),
        type: one('int32', 6),
        shape: one('TensorShapeProto', 7),
        tensor: one('TensorProto', 8),
        func: one('NameAttrList', 10),
      },
    },
    ListValue: {
      fields: {
        s: many('bytes', 2),
        i: many('int64', 3),
        type: many('int32', 6),
        shape: many('TensorShapeProto', 7),
      },
    },
    NameAttrList: { fields: { name: one('string', 1) } },
    TensorProto: {
      fields: {
        dtype: one('int32', 1),
        tensorShape: one('TensorShapeProto', 2),
        tensorContent: one('bytes', 4),
        stringVal: many('bytes', 8),
      },
    },
    TensorShapeProto: { fields: { dim: many('Dim', 2) } },
    Dim: { fields: { size: one('int64', 1) } },
    FunctionDefLibrary: { fields: { function: many('FunctionDef', 1) } },
    FunctionDef: {
      fields: {
        signature: one('OpDef', 1),
        nodeDef: many('NodeDef', 3),
        ret: byName('string', 4),
      },
    },
    OpDef: {
      fields: {
        name: one('string', 1),
        inputArg: many('ArgDef', 2),
        outputArg: many('ArgDef', 3),
      },
    },
    ArgDef: { fields: { name: one('string', 1), type: one('int32', 3) } },
    VariableDef: {
      fields: {
        variableName: one('string', 1),
        initializerName: one('string', 2),
        snapshotName: one('string', 3),
        isResource: one('bool', 5),
        initialValueName: one('string', 6),
        trainable: one('bool', 7),
      },
    },
    BundleHeaderProto: {
      fields: { numShards: one('int32', 1), endianness: one('int32', 2), version: one('VersionDef', 3) },
    },
    BundleEntryProto: {
      fields: {
        dtype: one('int32', 1),
        shape: one('TensorShapeProto', 2),
        shardId: one('int32', 3),
        offset: one('int64', 4),
        size: one('int64', 5),
        crc32c: one('fixed32', 6),
      },
    },
  },
});

export const SavedModelProto = schema.lookupType('SavedModel');
export const VariableDefProto = schema.lookupType('VariableDef');
export const BundleHeaderProto = schema.lookupType('BundleHeaderProto');
export const BundleEntryProto = schema.lookupType('BundleEntryProto');

/** `DataType` of `core/framework/types.proto`. */
export const DATA_TYPE = { float: 1, int32: 3, uint8: 4, string: 7, resource: 20 } as const;
export type DataType = (typeof DATA_TYPE)[keyof typeof DATA_TYPE];

/** `TensorShapeProto`; −1 is a free length. */
export function shapeProto(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size })) };
}
