namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>A convolution whose taps are moved: operands are maps, kernels, offsets and, where there are such, bias and mask.</summary>
internal sealed record DeformableConvolution(WindowGeometry Rows, WindowGeometry Columns, int Groups, int OffsetGroups, bool HasBias, bool HasMask) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (maps, kernels, offsets) = (inputs[0], inputs[1], inputs[2]);
        if (maps.Rank != 4 || kernels.Rank != 4 || kernels.Shape[2] != Rows.Kernel || kernels.Shape[3] != Columns.Kernel
            || maps.Channels % Groups != 0 || kernels.Shape[0] % Groups != 0 || kernels.Shape[1] != maps.Channels / Groups || maps.Channels % OffsetGroups != 0)
            throw new ArgumentException($"Kernels of {kernels} in {Groups} groups with offsets in {OffsetGroups} do not fit {maps}.");
        var output = new TensorType(maps.Element, maps.Batch, kernels.Shape[0], Rows.OutputLength(maps.Height), Columns.OutputLength(maps.Width));
        int taps = OffsetGroups * Rows.Kernel * Columns.Kernel;
        Require(offsets, 2 * taps);
        if (HasBias && !inputs[3].Shape.SequenceEqual([output.Channels]))
            throw new ArgumentException($"A bias of {inputs[3]} does not fit {output}.");
        if (HasMask)
            Require(inputs[inputs.Count - 1], taps);
        return output;

        void Require(TensorType found, int channels)
        {
            if (!found.Shape.SequenceEqual([maps.Batch, channels, output.Height, output.Width]))
                throw new ArgumentException($"Offsets or mask of {found} do not fit {output} with {channels} values for each place.");
        }
    }

    public override string Describe() => $"DeformableConvolution {Describe(Rows, Columns)}";
}
