using TinyDigits;

try
{
    if (args.Length > 1)
        return Fail("usage: TinyDigits [FILE.pgm]; without a file the image is read from standard input");
    Span<byte> pixels = stackalloc byte[PgmImage.Size * PgmImage.Size];
    byte[] file = new byte[PgmImage.MaxFileLength + 1];
    int length = args.Length == 0 || args[0] == "-" ? StandardStreams.Read(file) : ReadFile(args[0], file);
    string? problem = length > PgmImage.MaxFileLength
        ? "expected a file of at most 65536 bytes; found a longer one"
        : PgmImage.Read(file.AsSpan(0, length), pixels);
    if (problem is not null)
        return Fail(problem);

    Span<float> probabilities = stackalloc float[10];
    DigitClassifier.Predict(pixels, PgmImage.Size, probabilities);
    int digit = 0;
    for (int index = 1; index < probabilities.Length; index++)
        if (probabilities[index] > probabilities[digit])
            digit = index;
    // By hand, such as "7 99.8 %": formatting floating point would bring its big numbers along.
    int tenths = (int)(1000 * probabilities[digit] + 0.5f);
    string whole = tenths >= 1000 ? "100" : new string([(char)('0' + tenths / 100), (char)('0' + tenths / 10 % 10)]);
    StandardStreams.WriteLine(string.Concat([(char)('0' + digit), ' '], whole, ['.', (char)('0' + tenths % 10), ' ', '%']), isError: false);
    return 0;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    return Fail("the image cannot be read, or the answer cannot be written");
}

static int ReadFile(string path, Span<byte> bytes)
{
    using var file = File.OpenHandle(path);
    int done = 0;
    for (int count = -1; count != 0 && done < bytes.Length; done += count)
        count = RandomAccess.Read(file, bytes[done..], done);
    return done;
}

static int Fail(string problem)
{
    StandardStreams.WriteLine("TinyDigits: " + problem, isError: true);
    return 1;
}
