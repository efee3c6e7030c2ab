namespace CnnCompiler.Generator.Declarations;

/// <summary>Takes the values out of an attribute, one by one, and knows afterwards whether all of them were understood.</summary>
internal sealed class ValueReader(AttributeValues values)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private bool _mistaken;

    /// <summary>The number of the constructor's arguments.</summary>
    public int Count => values.Arguments.Count;

    /// <summary>Whether every value was asked for and had the type that it was asked as.</summary>
    public bool AllUnderstood => !_mistaken && values.Named.All(named => _read.Contains(named.Name));

    /// <summary>An argument of the constructor.</summary>
    public T Argument<T>(int index)
        where T : struct => Take<T>(index < Count ? values.Arguments[index] : null);

    /// <summary>An argument of the constructor that is a text, or null.</summary>
    public string? TextArgument(int index)
    {
        object? value = index < Count ? values.Arguments[index] : null;
        _mistaken |= value is not (null or string);
        return value as string;
    }

    /// <summary>A property, or what it is where it is not set.</summary>
    public T Property<T>(string name, T fallback = default)
        where T : struct => Find(name) is { } named ? Take<T>(named.Value) : fallback;

    /// <summary>A text, or null where it is not set.</summary>
    public string? Text(string name)
    {
        object? value = Find(name)?.Value;
        _mistaken |= value is not (null or string);
        return value as string;
    }

    /// <summary>An array of numbers, empty where it is not set.</summary>
    public float[] Numbers(string name) => Find(name)?.Value is { } value ? [.. Take<EquatableArray<float>>(value)] : [];

    /// <summary>A value of an enum, or its first where it is not set.</summary>
    /// <exception cref="DeclarationException">The number is none of the enum's.</exception>
    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        int number = Property<int>(name);
        return Enum.IsDefined(typeof(TEnum), number)
            ? (TEnum)Enum.ToObject(typeof(TEnum), number)
            : throw new DeclarationException(FormattableString.Invariant(
                $"{values.Type}'s {name} must be {string.Join(" or ", Enum.GetNames(typeof(TEnum)))}; found {number}."));
    }

    private NamedValue? Find(string name)
    {
        _read.Add(name);
        return values.Named.FirstOrDefault(named => named.Name == name);
    }

    private T Take<T>(object? value)
        where T : struct
    {
        if (value is T number)
            return number;
        _mistaken = true;
        return default;
    }
}
