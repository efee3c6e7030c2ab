using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>What the user's memory is called where a statement stands, and the text of references into it.</summary>
/// <param name="Inputs">The inputs, as expressions that a reference can be taken of.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record MemoryNames(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>From where on values in scratch memory are kept for each input of a batch, in memory called <c>kept</c>.</summary>
    public int KeptFrom { get; init; } = int.MaxValue;

    /// <summary>What the memory at an offset in scratch memory is called, and the offset in it.</summary>
    public (string Memory, int Offset) Scratch(int offset) => offset >= KeptFrom ? ("kept", offset - KeptFrom) : ("scratch", offset);

    /// <summary>A reference to a place in scratch memory.</summary>
    public string ScratchPointer(int offset, int map = 0) => Behind(Scratch(offset).Memory, Scratch(offset).Offset, map);

    /// <summary>A reference into a value's memory, as its own type.</summary>
    /// <param name="place">Where the value lies.</param>
    /// <param name="offset">From the start of its memory.</param>
    /// <param name="map">The step from one map of a batch to the next, in a loop over n; 0 outside of one.</param>
    public string Pointer(Place place, int offset, int map = 0)
    {
        switch (place.Region)
        {
            case Region.Input:
                return Behind(Inputs[place.Index], offset, map);
            case Region.Output:
                return Behind(Outputs[place.Index], offset, map);
            case Region.Scratch when place.Layout.Element == ElementType.Float32:
                return Behind(Scratch(place.Offset).Memory, Scratch(place.Offset).Offset + offset, map);
            case Region.Scratch:
                return $"ref Unsafe.As<float, {place.Layout.Element.CSharpName()}>({ScratchPointer(place.Offset)})";
            default:
                throw new InvalidOperationException("Constants are no memory of the model's.");
        }
    }

    private static string Behind(string memory, int offset, int map)
    {
        if (map == 0)
            return Reference.At(memory, offset);
        return Reference.At(memory, offset == 0 ? $"n * {Literal(map)}" : $"{Literal(offset)} + n * {Literal(map)}");
    }
}
