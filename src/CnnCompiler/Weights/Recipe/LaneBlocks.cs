using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Weights;

/// <summary>Packs kernels block by block: the filters of a block, which lie one behind another in the file, become lanes that lie side by side.</summary>
internal static class LaneBlocks
{
    /// <summary>Taps that are transposed at a time: 8 KB in 32 lanes, a quarter of the smallest first-level cache.</summary>
    private const int Stretch = 64;

    /// <summary>Packed values from which on other processors help: below, waking them takes longer than the packing.</summary>
    private const int LeastShared = 1 << 18;

    /// <summary>Packs one block.</summary>
    /// <param name="filters">The filters of the block, one behind another.</param>
    /// <param name="count">How many there are; the lanes behind them are zero.</param>
    /// <param name="packed">The block's memory.</param>
    /// <param name="kernel">The lengths of all axes.</param>
    public delegate void BlockPacker(ref float filters, int count, ref float packed, in Kernel kernel);

    /// <summary>The axes of a kernel and the lanes of its blocks.</summary>
    /// <remarks>Fields, as each property read in code that runs once would be a method compiled for it.</remarks>
    internal readonly struct Kernel(int filters, int channels, int rows, int columns, int lanes)
    {
        public readonly int Filters = filters;
        public readonly int Channels = channels;
        public readonly int Rows = rows;
        public readonly int Columns = columns;
        public readonly int Lanes = lanes;

        /// <summary>The values of one filter.</summary>
        public readonly int Taps = channels * rows * columns;

        /// <summary>Whether the filters are the innermost axis instead of the outermost.</summary>
        public bool IsTransposed { get; init; }

        /// <summary>For Winograd's algorithm, the points at which the kernel's values are taken from row to row and from column to column.</summary>
        public (int Down, int Across) Points { get; init; }

        /// <summary>For Winograd's algorithm from row to row, into how many kernels of fewer rows each is cut.</summary>
        public int Parts { get; init; }
    }

    /// <summary>Packs all blocks of a kernel.</summary>
    /// <param name="source">The filters.</param>
    /// <param name="packed">Where the blocks go.</param>
    /// <param name="kernel">The lengths of the axes.</param>
    /// <param name="packedTaps">Values that a filter becomes.</param>
    /// <param name="pack">Packs one block.</param>
    public static unsafe void Run(ReadOnlySpan<float> source, Span<float> packed, Kernel kernel, int packedTaps, BlockPacker pack)
    {
        int blocks = (kernel.Filters + kernel.Lanes - 1) / kernel.Lanes;
        int blockLength = packedTaps * kernel.Lanes;
        // Nothing behind this call looks at lengths.
        source = source[..checked(kernel.Filters * kernel.Taps)];
        packed = packed[..checked(blocks * blockLength)];
        int helpers = packed.Length < LeastShared || OperatingSystem.IsBrowser() || OperatingSystem.IsWasi() ? 0 : Math.Min(blocks, Environment.ProcessorCount) - 1;
        fixed (float* from = source)
        fixed (float* to = packed)
        {
            var work = new Work((nint)from, (nint)to, kernel, blockLength, blocks, pack);
            if (helpers > 0)
                Share(work, helpers);
            else
                work.PackBlocks();
        }
    }

    private static void Share(Work work, int helpers)
    {
        // Threads and not the thread pool's loops, which smallest programs need not carry.
        Thread[] threads = new Thread[helpers];
        for (int index = 0; index < helpers; index++)
        {
            threads[index] = new Thread(work.PackBlocks) { IsBackground = true };
            threads[index].Start();
        }
        work.PackBlocks();
        foreach (Thread thread in threads)
            thread.Join();
    }

    /// <summary>The blocks of a kernel, which threads take one after another.</summary>
    private sealed unsafe class Work(nint source, nint packed, Kernel kernel, int blockLength, int blocks, BlockPacker pack)
    {
        private int _next = -1;

        public void PackBlocks()
        {
            for (int block; (block = Interlocked.Increment(ref _next)) < blocks;)
            {
                int first = block * kernel.Lanes;
                pack(
                    ref Unsafe.AsRef<float>((float*)source + (nint)first * (kernel.IsTransposed ? 1 : kernel.Taps)), Math.Min(kernel.Lanes, kernel.Filters - first),
                    ref Unsafe.AsRef<float>((float*)packed + (nint)block * blockLength), kernel);
            }
        }
    }

    /// <summary>Channel x row x column of each filter as column, channel, row, lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ref float filters, int count, ref float packed, in Kernel kernel)
    {
        var (channels, rows, columns, lanes) = (kernel.Channels, kernel.Rows, kernel.Columns, kernel.Lanes);
        Span<float> stretch = stackalloc float[Stretch * lanes];
        stretch.Clear();
        int channel = 0, row = 0, column = 0;
        for (int start = 0; start < kernel.Taps; start += Stretch)
        {
            int length = Math.Min(Stretch, kernel.Taps - start);
            PlaneTransposition.ToPixels(ref Unsafe.Add(ref filters, start), kernel.Taps, ref MemoryMarshal.GetReference(stretch), lanes, length, count);
            for (int tap = 0; tap < length; tap++)
            {
                ref float target = ref Unsafe.Add(ref packed, ((nint)(column * channels + channel) * rows + row) * lanes);
                stretch.Slice(tap * lanes, lanes).CopyTo(MemoryMarshal.CreateSpan(ref target, lanes));
                if (++column < columns)
                    continue;
                column = 0;
                if (++row < rows)
                    continue;
                row = 0;
                channel++;
            }
        }
    }

    /// <summary>Channel x column x filter as column, channel, lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows(ref float filters, int count, ref float packed, in Kernel kernel)
    {
        int lanes = kernel.Lanes;
        for (int channel = 0; channel < kernel.Channels; channel++)
            for (int column = 0; column < kernel.Columns; column++)
            {
                ref float source = ref Unsafe.Add(ref filters, ((nint)channel * kernel.Columns + column) * kernel.Filters);
                var target = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref packed, ((nint)column * kernel.Channels + channel) * lanes), lanes);
                MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(target);
                target[count..].Clear();
            }
    }

    /// <summary>Channel x row x column of each filter, transformed, as product, channel, lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackWinograd(ref float filters, int count, ref float packed, in Kernel kernel)
    {
        var (down, across) = (new WinogradKernel(kernel.Rows, kernel.Points.Down), new WinogradKernel(kernel.Columns, kernel.Points.Across));
        int taps = kernel.Rows * kernel.Columns;
        int channelsAtOnce = Math.Max(1, Stretch / taps);
        int lanes = kernel.Lanes;
        int productCount = down.Points * across.Points;
        Span<float> stretch = stackalloc float[channelsAtOnce * taps * lanes];
        // Products lie a power of two apart in the block, where single lines push each other out of the caches: several channels go there together.
        Span<float> products = stackalloc float[channelsAtOnce * productCount * lanes];
        stretch.Clear();
        for (int first = 0; first < kernel.Channels; first += channelsAtOnce)
        {
            int channels = Math.Min(channelsAtOnce, kernel.Channels - first);
            PlaneTransposition.ToPixels(
                ref Unsafe.Add(ref filters, first * taps), kernel.Taps, ref MemoryMarshal.GetReference(stretch), lanes, channels * taps, count);
            for (int channel = 0; channel < channels; channel++)
                WinogradKernel.Transform(down, across, ref stretch[channel * taps * lanes], lanes, ref products[channel * lanes], channels * lanes);
            for (int product = 0; product < productCount; product++)
            {
                ref float target = ref Unsafe.Add(ref packed, ((nint)product * kernel.Channels + first) * lanes);
                products.Slice(product * channels * lanes, channels * lanes).CopyTo(MemoryMarshal.CreateSpan(ref target, channels * lanes));
            }
        }
    }

    /// <summary>Channel x part x row x column of each filter, the columns of each part transformed, as point, part, channel, column, lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackWinogradRows(ref float filters, int count, ref float packed, in Kernel kernel)
    {
        int parts = kernel.Parts, lanes = kernel.Lanes;
        var transform = new WinogradKernel(kernel.Rows / parts, kernel.Points.Down);
        int taps = kernel.Rows * kernel.Columns;
        int channelsAtOnce = Math.Max(1, Stretch / taps);
        int columnLength = kernel.Columns * lanes;
        Span<float> stretch = stackalloc float[channelsAtOnce * taps * lanes];
        Span<float> products = stackalloc float[channelsAtOnce * transform.Points * parts * columnLength];
        stretch.Clear();
        for (int first = 0; first < kernel.Channels; first += channelsAtOnce)
        {
            int channels = Math.Min(channelsAtOnce, kernel.Channels - first);
            int run = channels * columnLength;
            PlaneTransposition.ToPixels(
                ref Unsafe.Add(ref filters, first * taps), kernel.Taps, ref MemoryMarshal.GetReference(stretch), lanes, channels * taps, count);
            for (int channel = 0; channel < channels; channel++)
                for (int part = 0; part < parts; part++)
                    transform.TransformColumns(
                        ref stretch[(channel * parts + part) * (taps / parts) * lanes], columnLength, ref products[part * run + channel * columnLength], parts * run);
            for (int product = 0; product < transform.Points * parts; product++)
            {
                ref float target = ref Unsafe.Add(ref packed, ((nint)product * kernel.Channels + first) * columnLength);
                products.Slice(product * run, run).CopyTo(MemoryMarshal.CreateSpan(ref target, run));
            }
        }
    }
}
