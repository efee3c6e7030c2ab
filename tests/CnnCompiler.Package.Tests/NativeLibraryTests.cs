using System.Globalization;
using System.Runtime.InteropServices;
using Digits;

namespace CnnCompiler.Package.Tests;

/// <summary>The native library, from C and from Python, against the same net in this process.</summary>
public sealed class NativeLibraryTests : IClassFixture<NativeLibraryTests.Library>
{
    private const long MostBytes = 1_250_000;

    private readonly Library _library;

    public NativeLibraryTests(Library library) => _library = library;

    /// <summary>Published once, with fused multiply-add: then its bits are those of this process.</summary>
    public sealed class Library : IDisposable
    {
        private PublishedSample? _published;

        public void Dispose() => _published?.Dispose();

        internal PublishedSample Published => _published ??= new PublishedSample("samples/NativeDigits", "linux-x64", "-p:IlcInstructionSet=x86-64-v3");
    }

    [FmaFact]
    public void Library_IsSmall() => Assert.InRange(new FileInfo(_library.Published.PathOf("digits.so")).Length, 1, MostBytes);

    [FmaFact("clang")]
    public void C_GetsTheSameBits()
    {
        string program = Compile(Repository.PathOf("samples", "NativeDigits", "example.c"), "example");
        for (int digit = 0; digit < 10; digit++)
        {
            float[] input = Input(digit);
            var outcome = Tool.Try(program, ".", [], MemoryMarshal.AsBytes(input.AsSpan()).ToArray());
            Assert.Equal(0, outcome.ExitCode);
            Assert.Equal(Bits(Predict(input)), outcome.Lines.Select(line => line.Split(' ')[2]));
        }
    }

    [FmaFact("clang")]
    public void Faults_AreCodes_AndAnyFunctionMayBeFirst()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "native_calls.c");
        string program = Compile(source, "native_calls");
        foreach (string first in new[] { "predict", "batch", "null", "length", "lengths", "version" })
            Assert.Equal("passed", Tool.Run(program, ".", first).Output.Trim());
    }

    [FmaFact("clang++")]
    public void Header_IsAlsoCpp()
    {
        var (source, program) = (_library.Published.PathOf("header.cpp"), _library.Published.PathOf("header"));
        File.WriteAllText(source, "#include \"digits.h\"\nint main() { return digits_input_length() - DIGITS_INPUT_LENGTH; }\n");
        Tool.Run("clang++", ".", "-Wall", "-Werror", source, _library.Published.PathOf("digits.so"), "-o", program, "-Wl,-rpath,$ORIGIN");
        Tool.Run(program, ".");
    }

    [NumPyFact]
    public void PythonWithNumPy_GetsTheSameBits() => ComparePython(NumPyFactAttribute.Python!, "");

    [FmaFact("python3")]
    public void PythonWithoutNumPy_GetsTheSameBits() => ComparePython("python3", "import sys; sys.modules['numpy'] = None; ");

    private void ComparePython(string python, string before)
    {
        float[] inputs = [.. Input(3), .. Input(8)];
        string file = _library.Published.PathOf("inputs.bin");
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(inputs.AsSpan()).ToArray());
        string script = $"""
            {before}import sys, array
            sys.path.insert(0, {Quoted(Repository.PathOf("samples", "NativeDigits"))})
            sys.dont_write_bytecode = True
            import digits
            values = array.array("f", open({Quoted(file)}, "rb").read())
            library = digits.Digits({Quoted(_library.Published.PathOf("digits.so"))})
            outputs = memoryview(library.predict(values)).cast("B").cast("I")
            print(library.version)
            print(" ".join("%08x" % bits for bits in outputs))
            try:
                library.predict(values[:-1])
            except ValueError as error:
                print(error)
            """;
        string[] lines = Tool.Run(python, ".", "-c", script).Lines;
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+\\+[0-9a-f]{12}$", lines[0]);
        Assert.Equal(Bits([.. Predict(Input(3)), .. Predict(Input(8))]), lines[1].Split(' '));
        Assert.Equal("expected images of 784 values; found 1567 values", lines[2]);

        // The first pixel is a space: the header ends before it.
        string image = _library.Published.PathOf("image.pgm");
        File.WriteAllBytes(image, [.. "P5\n28 28\n255\n "u8, .. TinyDigitsTests.Ink(8)[1..]]);
        string module = Repository.PathOf("samples", "NativeDigits", "digits.py");
        Assert.Matches("^8 [0-9.]+ %$", Assert.Single(Tool.Run(python, ".", "-B", module, _library.Published.PathOf("digits.so"), image).Lines));
    }

    private string Compile(string source, string name)
    {
        string program = _library.Published.PathOf(name);
        Tool.Run("clang", ".", "-std=c99", "-Wall", "-Wextra", "-Werror", "-I", _library.Published.PathOf("."), source, _library.Published.PathOf("digits.so"),
            "-Wl,-rpath,$ORIGIN", "-o", program);
        return program;
    }

    private static string Quoted(string path) => "'" + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private static float[] Input(int digit) => [.. TinyDigitsTests.Ink(digit).Select(value => value * (1f / 255))];

    private static float[] Predict(float[] input)
    {
        float[] output = new float[DigitClassifier.OutputLength];
        DigitClassifier.Predict(input, output);
        return output;
    }

    private static IEnumerable<string> Bits(float[] values) =>
        values.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture));
}
