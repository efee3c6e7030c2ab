namespace CnnCompiler.Generator.Emit;

/// <summary>Where each kernel's packed weights begin, in float32 values.</summary>
internal sealed class WeightSections
{
    /// <summary>Sections begin at a cache line: 16 float32 values.</summary>
    private const int Alignment = 16;

    private readonly Dictionary<KernelMethod, int> _starts = [];

    public int Length { get; private set; }

    public int this[KernelMethod kernel] => _starts[kernel];

    public static WeightSections Of(IReadOnlyList<KernelMethod> kernels)
    {
        var sections = new WeightSections();
        foreach (var kernel in kernels)
        {
            sections._starts[kernel] = sections.Length;
            sections.Length = checked((sections.Length + kernel.Packing.Length + Alignment - 1) / Alignment * Alignment);
        }
        return sections;
    }
}
