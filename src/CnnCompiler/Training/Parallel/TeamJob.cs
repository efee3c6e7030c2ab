namespace CnnCompiler.Training.Parallel;

/// <summary>Work that falls into parts which do not touch each other's results.</summary>
internal abstract class TeamJob
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Which one, from 0.</param>
    /// <param name="worker">Who does it, from 0: what this worker owns, nobody else uses meanwhile.</param>
    public abstract void Run(int part, int worker);
}
