"""Writes a sequence of int8 operators as a .tflite file (schema version 3), straight through flatbuffers."""

import flatbuffers
import numpy as np

# Numbers of TensorFlow Lite's schema.fbs: BuiltinOperator, BuiltinOptions, TensorType, Padding, ActivationFunctionType.
AVERAGE_POOL_2D, CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, RESHAPE, SOFTMAX = 1, 3, 4, 9, 22, 25
OPTIONS = {CONV_2D: 1, DEPTHWISE_CONV_2D: 2, AVERAGE_POOL_2D: 5, FULLY_CONNECTED: 8, SOFTMAX: 9, RESHAPE: 17}
VERSIONS = {CONV_2D: 3, DEPTHWISE_CONV_2D: 3, AVERAGE_POOL_2D: 2, FULLY_CONNECTED: 4, SOFTMAX: 2, RESHAPE: 1}
FLOAT32, INT32, INT8 = 0, 2, 9
SAME, VALID, RELU = 0, 1, 1


class Writer:
    """Collects tensors and operators, in the order they run; `write` gives the file's bytes."""

    def __init__(self, description):
        self.description, self.tensors, self.operators, self.buffers = description, [], [], [b""]

    def tensor(self, name, shape, kind, scales=(), zero_points=(), axis=0, data=None):
        """Adds a tensor and returns its number."""
        buffer = 0
        if data is not None:
            self.buffers.append(np.ascontiguousarray(data).tobytes())
            buffer = len(self.buffers) - 1
        self.tensors.append((name, shape, kind, list(scales), list(zero_points), axis, buffer))
        return len(self.tensors) - 1

    def operator(self, code, inputs, outputs, *fields):
        """Adds an operator; `fields` are those of its options table, in the schema's order, as (kind, value)."""
        self.operators.append((code, inputs, outputs, fields))

    def write(self, inputs, outputs):
        b = flatbuffers.Builder(1 << 16)
        codes = sorted({code for code, *_ in self.operators})
        buffers = [table(b, ("offset", bytes_vector(b, data)) if data else None) for data in self.buffers]
        tensors = [self._tensor(b, *tensor) for tensor in self.tensors]
        operators = [self._operator(b, codes, *operator) for operator in self.operators]
        subgraph = table(
            b, ("offset", offsets(b, tensors)), ("offset", ints(b, inputs)), ("offset", ints(b, outputs)), ("offset", offsets(b, operators)),
            ("offset", b.CreateString("main")))
        code_tables = [table(b, ("int8", code), None, ("int32", VERSIONS[code]), ("int32", code)) for code in codes]
        model = table(
            b, ("uint32", 3), ("offset", offsets(b, code_tables)), ("offset", offsets(b, [subgraph])),
            ("offset", b.CreateString(self.description)), ("offset", offsets(b, buffers)))
        b.Finish(model, b"TFL3")
        return bytes(b.Output())

    @staticmethod
    def _tensor(b, name, shape, kind, scales, zero_points, axis, buffer):
        quantization = None
        if scales:
            quantization = ("offset", table(
                b, None, None, ("offset", b.CreateNumpyVector(np.asarray(scales, np.float32))),
                ("offset", b.CreateNumpyVector(np.asarray(zero_points, np.int64))), None, None, ("int32", axis)))
        return table(b, ("offset", ints(b, shape)), ("int8", kind), ("uint32", buffer), ("offset", b.CreateString(name)), quantization)

    @staticmethod
    def _operator(b, codes, code, inputs, outputs, fields):
        fields = [("offset", ints(b, value)) if kind == "ints" else (kind, value) for kind, value in fields]
        options = table(b, *fields)
        return table(
            b, ("uint32", codes.index(code)), ("offset", ints(b, inputs)), ("offset", ints(b, outputs)), ("uint8", OPTIONS[code]),
            ("offset", options))


def table(b, *fields):
    """A table; None leaves a field out."""
    prepend = {
        "offset": b.PrependUOffsetTRelativeSlot, "int8": b.PrependInt8Slot, "uint8": b.PrependUint8Slot, "int32": b.PrependInt32Slot,
        "uint32": b.PrependUint32Slot, "float32": b.PrependFloat32Slot,
    }
    b.ForceDefaults(True)  # a written default is read as the same value
    b.StartObject(len(fields))
    for slot, field in enumerate(fields):
        if field is not None:
            prepend[field[0]](slot, field[1], 0)
    return b.EndObject()


def ints(b, values):
    return b.CreateNumpyVector(np.asarray(values, np.int32))


def offsets(b, values):
    b.StartVector(4, len(values), 4)
    for value in reversed(values):
        b.PrependUOffsetTRelative(value)
    return b.EndVector()


def bytes_vector(b, data):
    """Aligned to 16 bytes, as the schema asks."""
    b.StartVector(1, len(data), 16)
    b.head = b.head - len(data)
    b.Bytes[b.head:b.head + len(data)] = data
    return b.EndVector()
