namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>One axis that is resized.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Length">Its length in the output.</param>
/// <param name="Scale">Output pixels for each input pixel, as the model gives it or as it follows from the lengths.</param>
/// <param name="RegionStart">Where the region of interest starts, 0 to 1 from the first pixel to the last; for crop and resize only.</param>
/// <param name="RegionEnd">Where it ends.</param>
internal sealed record ResizeAxis(int Axis, int Length, double Scale, double RegionStart = 0, double RegionEnd = 1);
