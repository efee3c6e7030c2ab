"""Recognises digits with the native library that samples/NativeDigits publishes. NumPy arrays are taken as they are; without NumPy, lists of floats.

    python3 digits.py artifacts/native/digits.so digit.pgm
"""
import array
import ctypes
import os
import re
import sys

try:
    import numpy
except ImportError:
    numpy = None

_ERRORS = {-1: "a pointer is null", -2: "a length is wrong", -3: "inputs and outputs overlap", -4: "the library has no weights, or no memory is left"}


class Digits:
    """The library, loaded once. Any number of threads may use it."""

    def __init__(self, path):
        library = ctypes.CDLL(os.path.abspath(path))
        library.digits_version.restype = ctypes.c_char_p
        self._batch = library.digits_predict_batch
        self._batch.argtypes = [ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int32]
        self.version = library.digits_version().decode()
        self.input_length = library.digits_input_length()
        self.output_length = library.digits_output_length()

    def predict(self, images):
        """The probabilities of images of 28 x 28 values between 0 (paper) and 1 (ink), behind one another: an array of one row of 10 for each image."""
        if numpy is not None:
            values = numpy.ascontiguousarray(images, dtype=numpy.float32)
            size, address = values.size, values.ctypes.data
        else:
            values = array.array("f", images)
            size, address = len(values), values.buffer_info()[0]
        count, rest = divmod(size, self.input_length)
        if rest:
            raise ValueError(f"expected images of {self.input_length} values; found {size} values")
        if numpy is not None:
            outputs = numpy.empty((count, self.output_length), numpy.float32)
            target = outputs.ctypes.data
        else:
            outputs = array.array("f", bytes(4 * count * self.output_length))
            target = outputs.buffer_info()[0]
        if count:
            code = self._batch(address, size, target, count * self.output_length, count)
            if code:
                raise RuntimeError(_ERRORS.get(code, f"code {code}"))
        return outputs


def _read_pgm(path):
    with open(path, "rb") as file:
        data = file.read()
    header = re.match(rb"P5\s+28\s+28\s+255\s", data)
    pixels = data[header.end():] if header else b""
    if len(pixels) != 784:
        raise ValueError("expected a binary PGM file (P5) of 28 x 28 pixels up to 255, without comments")
    return [pixel / 255 for pixel in pixels]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    probabilities = list(memoryview(Digits(sys.argv[1]).predict(_read_pgm(sys.argv[2]))).cast("B").cast("f"))
    digit = probabilities.index(max(probabilities))
    print(f"{digit} {100 * probabilities[digit]:.1f} %")
