namespace CnnCompiler.Generator.Planning;

/// <summary>A stretch of scratch memory and the steps during which it must not be overwritten.</summary>
internal sealed class ScratchBuffer(string name, int length, int firstStep)
{
    public string Name { get; } = name;

    public int Length { get; } = length;

    public int FirstStep { get; } = firstStep;

    public int LastStep { get; private set; } = firstStep;

    public int Offset { get; set; } = -1;

    public void UseUntil(int step) => LastStep = Math.Max(LastStep, step);

    public bool LivesBeside(ScratchBuffer other) => FirstStep <= other.LastStep && other.FirstStep <= LastStep;
}
