namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>What stands outside a padded tensor.</summary>
internal enum PadMode
{
    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>The tensor mirrored at its edge, the edge itself not repeated.</summary>
    Reflect,

    /// <summary>The nearest value of the edge.</summary>
    Edge,

    /// <summary>The tensor again, as on a torus.</summary>
    Wrap,
}
