using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Pools, with windows and over everything.</summary>
internal static class Pools
{
    public static void Register(OperatorTable table)
    {
        table.AddAll("MaxPool", Maximum);
        table.Add("AveragePool", Average);
        table.Add("LpPool", Power);
        table.Add("GlobalAveragePool", site => Global(site, average: true));
        table.Add("GlobalMaxPool", site => Global(site, average: false));
        table.Add("GlobalLpPool", GlobalPower);
    }

    private static IReadOnlyList<Value> Maximum(ImportSite site)
    {
        var x = site.Input(0);
        var (windows, lengths) = Read(site, x);
        var output = SpatialWindows.Type(x.Type, x.Type.Channels, lengths);
        if (!site.Wants(1) && IsSimple(x.Type, output, windows))
        {
            var (rows, columns) = Windows.RowsAndColumns(Reach(windows, x.Type, lengths));
            return [site.Add(new Graph.Operators.MaxPool(rows, columns), x)];
        }
        return site.AddAll(new MaxPoolNd(windows.ToEquatableArray(), lengths.ToEquatableArray(), site.Wants(1), site.Integer("storage_order", 0) == 1), x);
    }

    private static Value Average(ImportSite site)
    {
        var x = site.Input(0);
        var (windows, lengths) = Read(site, x);
        bool countsPadding = site.Flag("count_include_pad");
        var output = SpatialWindows.Type(x.Type, x.Type.Channels, lengths);
        if (IsSimple(x.Type, output, windows))
        {
            var reaching = Reach(windows, x.Type, lengths);
            // What lies behind the padding never counts, and only the general kernel knows both kinds of outside.
            bool overhangs = reaching.Where((window, axis) => window.PadAfter > windows[axis].PadAfter).Any();
            if (!countsPadding || !overhangs)
            {
                var (rows, columns) = Windows.RowsAndColumns(reaching);
                return site.Add(new Graph.Operators.AveragePool(rows, columns, countsPadding), x);
            }
        }
        return site.Add(new AveragePoolNd(windows.ToEquatableArray(), lengths.ToEquatableArray(), countsPadding), x);
    }

    private static Value Power(ImportSite site)
    {
        var x = site.Input(0);
        var (windows, lengths) = Read(site, x);
        return site.Add(new LpPool(windows.ToEquatableArray(), lengths.ToEquatableArray(), ImportSite.Small(site.Integer("p", 2), "p", 1)), x);
    }

    private static Value GlobalPower(ImportSite site)
    {
        var x = site.Input(0);
        Windows.SpatialRank(x.Type);
        int[] lengths = Windows.Spatial(x.Type);
        return site.Add(
            new LpPool(lengths.Select(Whole).ToEquatableArray(), lengths.Select(_ => 1).ToEquatableArray(), ImportSite.Small(site.Integer("p", 2), "p", 1)), x);
    }

    private static Value Global(ImportSite site, bool average)
    {
        var x = site.Input(0);
        int rank = Windows.SpatialRank(x.Type);
        if (!Windows.AreMaps(x.Type, x.Type))
            return site.Add(
                new Reduce(average ? ReductionKind.Mean : ReductionKind.Maximum, Enumerable.Range(2, rank).ToEquatableArray(), KeepsAxes: true), x);
        var (rows, columns) = Windows.RowsAndColumns([.. Windows.Spatial(x.Type).Select(Whole)]);
        return site.Add(average ? new Graph.Operators.AveragePool(rows, columns, CountsPadding: true) : new Graph.Operators.MaxPool(rows, columns), x);
    }

    private static WindowGeometry Whole(int length) => new(length, 1, 1, 0, 0);

    private static (WindowGeometry[] Windows, int[] Lengths) Read(ImportSite site, Value x)
    {
        int rank = Windows.SpatialRank(x.Type);
        int[] spatial = Windows.Spatial(x.Type);
        var windows = Windows.Read(site, spatial, Windows.Kernel(site, rank));
        // With automatic padding the standard gives the length itself, and rounding does not enter into it.
        bool roundsUp = site.Flag("ceil_mode") && site.AutoPad() == "NOTSET";
        int[] lengths = [.. windows.Select((window, axis) => SpatialWindows.PoolLength(window, spatial[axis], roundsUp))];
        return (windows, lengths);
    }

    /// <summary>Whether kernels that keep channels side by side can serve: they know no dilation, and each of their windows sees some of the input.</summary>
    private static bool IsSimple(TensorType input, TensorType output, WindowGeometry[] windows) => Windows.AreMaps(input, output) && windows.All(
        window => window.Dilation == 1 && window.PadBefore >= 0 && window.PadBefore < window.Kernel && window.PadAfter >= 0 && window.PadAfter < window.Kernel);

    /// <summary>The windows with as much padding behind the input as lets the last of them end there.</summary>
    private static WindowGeometry[] Reach(WindowGeometry[] windows, TensorType input, int[] lengths) => [.. windows.Select((window, axis) => window with
    {
        PadAfter = Math.Max(window.PadAfter, (lengths[axis] - 1) * window.Stride + window.Extent - input.Shape[axis + 2] - window.PadBefore),
    })];
}
