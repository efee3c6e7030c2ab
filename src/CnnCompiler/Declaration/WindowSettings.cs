namespace CnnCompiler;

/// <summary>The settings that every <see cref="WindowLayer"/> has beside its kernel, with the defaults of its properties.</summary>
internal readonly struct WindowSettings
{
    public WindowSettings()
    {
    }

    public int Stride { get; init; }

    public int StrideHeight { get; init; }

    public int StrideWidth { get; init; }

    public Padding Padding { get; init; }

    public int Pad { get; init; }

    public int PadTop { get; init; } = -1;

    public int PadLeft { get; init; } = -1;

    public int PadBottom { get; init; } = -1;

    public int PadRight { get; init; } = -1;
}
