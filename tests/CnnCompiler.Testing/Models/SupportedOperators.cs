extern alias generator;

namespace CnnCompiler.Testing.Models;

/// <summary>The ONNX operators that the compiler knows.</summary>
public static class SupportedOperators
{
    /// <summary>Their names in the standard.</summary>
    public static IReadOnlyList<string> Names => generator::CnnCompiler.Generator.Onnx.OperatorTable.Names;
}
