namespace CnnCompiler.Generator.Planning;

/// <summary>Which memory a value lies in.</summary>
internal enum Region
{
    /// <summary>The image: the user's own input, or a copy of it in scratch memory where kernels need room around it.</summary>
    Image,

    /// <summary>The user's output.</summary>
    Output,

    /// <summary>Scratch memory.</summary>
    Scratch,
}

/// <summary>Where a value lies.</summary>
/// <param name="Region">The memory.</param>
/// <param name="Offset">From the start of that memory, in float32 values.</param>
/// <param name="Layout">How it lies there.</param>
internal sealed record Place(Region Region, int Offset, TensorLayout Layout);
