using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Passes;

/// <summary>A step that makes an equivalent, cheaper graph of a graph.</summary>
internal interface IGraphPass
{
    ModelGraph Run(ModelGraph graph);
}
