using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>Finds feature maps by name, for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FeatureMapSearch
{
    /// <summary>The map of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static Tensor Find(Tensor[] maps, string name)
    {
        foreach (var map in maps)
            if (map.Info.Name == name)
                return map;
        throw new ArgumentException($"No layer is called \"{name}\"; there are {string.Join(", ", maps.Select(map => map.Info.Name))}.", nameof(name));
    }
}
