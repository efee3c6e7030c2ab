using CnnCompiler.Data;

namespace CnnCompiler.Images;

/// <summary>
/// PNG files as a data set: a folder with a folder for each class. The classes are numbered in the order of their folders' names, and the images of each
/// come in the order of their files' names (both compared byte by byte, on every system alike). Images are decoded when they are read.
/// </summary>
/// <remarks>Files with other endings than .png, and files and folders that begin with a dot, are not looked at; nor is what lies deeper.</remarks>
public sealed class ImageFolder : ILabelledDataSet
{
    private readonly string[] _files;
    private readonly int[] _labels;
    private readonly PixelValues _values;
    private readonly ImageFit _fit;
    private readonly byte[]?[] _cache;
    private readonly int _cached;

    private ImageFolder(TensorShape shape, PixelValues values, string[] classes, List<(string File, int Label)> images, List<string> skipped, ImageFolderOptions options)
    {
        (InputShape, _values, Classes, Skipped, _fit) = (shape, values, classes, skipped, options.Fit);
        _files = [.. images.Select(image => image.File)];
        _labels = [.. images.Select(image => image.Label)];
        _cached = (int)Math.Min(_files.Length, options.CacheBytes / shape.Length);
        _cache = new byte[]?[_cached];
    }

    /// <summary>The names of the classes: those of their folders.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Why each file that was left out is no sound image; a sentence that names it.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <inheritdoc/>
    public int Count => _files.Length;

    /// <inheritdoc/>
    public TensorShape InputShape { get; }

    /// <inheritdoc/>
    public int TargetLength => 1;

    /// <inheritdoc/>
    public int? ClassCount => Classes.Count;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder that holds a folder for each class.</param>
    /// <param name="input">
    /// The net's input: images of height x width x 1 (light), 3 (red, green, blue) or 4 (opacity too), and what their bytes mean. Without a channel for opacity,
    /// what is transparent is seen on white.
    /// </param>
    /// <param name="options">How images are read; stretched to the net's size where none are given.</param>
    /// <exception cref="ArgumentException">The net does not take images of 1, 3 or 4 channels.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="DataException">There are no classes, a class has no images, or a file is no PNG image, and such are not to be skipped.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static ImageFolder Open(string folder, Input input, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(input);
        options ??= new ImageFolderOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.CacheBytes, nameof(options.CacheBytes));
        var shape = PixelValues.ShapeOf(input);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no directory {folder}: give the folder that holds a folder of PNG files for each class.");
        string[] classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Where(IsSeen).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new DataException($"{folder} holds no folders: there must be one of PNG files for each class.");
        var images = new List<(string, int)>();
        var skipped = new List<string>();
        for (int label = 0; label < classes.Length; label++)
        {
            int before = images.Count;
            foreach (string file in FilesOf(Path.Combine(folder, classes[label])))
                if (Fault(file, shape, options) is not { } fault)
                    images.Add((file, label));
                else if (options.SkipBroken)
                    skipped.Add(fault.Message);
                else
                    throw fault;
            if (images.Count == before)
                throw new DataException($"{Path.Combine(folder, classes[label])} holds no sound PNG files: put images of the class there, or remove the folder.");
        }
        return new ImageFolder(shape, new PixelValues(input), classes, images, skipped, options);
    }

    /// <summary>The file of an image.</summary>
    /// <param name="index">Which one, from 0.</param>
    public string File(int index) => _files[index];

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <inheritdoc/>
    /// <exception cref="DataException">The file is no sound image, or none any more, or of another size where <see cref="ImageFit.None"/> was asked for.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        _values.Convert(Bytes(index), input);
        target[0] = _labels[index];
    }

    // Two threads may decode the same file at the same time: they come to the same bytes, and either may stay.
    private byte[] Bytes(int index)
    {
        if (index < _cached && Volatile.Read(ref _cache[index]) is { } kept)
            return kept;
        byte[] bytes = Decode(_files[index], InputShape, _fit);
        if (index < _cached)
            Volatile.Write(ref _cache[index], bytes);
        return bytes;
    }

    private static byte[] Decode(string file, TensorShape shape, ImageFit fit)
    {
        var image = PngImage.Read(file);
        CheckSize(file, image.Width, image.Height, shape, fit);
        return ImageScaler.Scale(image, shape.Height, shape.Width, shape.Channels, fit);
    }

    private static DataException? Fault(string file, TensorShape shape, ImageFolderOptions options)
    {
        try
        {
            if (options.SkipBroken)
                Decode(file, shape, options.Fit);
            else
            {
                var (width, height) = ReadSize(file);
                CheckSize(file, width, height, shape, options.Fit);
            }
            return null;
        }
        catch (DataException problem)
        {
            return problem;
        }
    }

    private static (int Width, int Height) ReadSize(string file)
    {
        Span<byte> start = stackalloc byte[PngGuard.StartLength];
        using var stream = System.IO.File.OpenRead(file);
        int found = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        try
        {
            return PngGuard.ReadSize(start[..found]);
        }
        catch (InvalidDataException problem)
        {
            throw PngImage.Broken(file, problem.Message, problem);
        }
    }

    private static void CheckSize(string file, int width, int height, TensorShape shape, ImageFit fit)
    {
        if (fit == ImageFit.None && (width, height) != (shape.Width, shape.Height))
            throw new DataException(FormattableString.Invariant(
                $"{file} is {width} pixels wide and {height} high, but the net takes {shape.Width} and {shape.Height}: scale it, or choose another ImageFit."));
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.GetFiles(folder)
        .Where(path => IsSeen(Path.GetFileName(path)) && path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        .OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal);

    private static bool IsSeen(string name) => !name.StartsWith('.');
}
