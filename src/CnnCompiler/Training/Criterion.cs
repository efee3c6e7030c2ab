namespace CnnCompiler.Training;

/// <summary>What tells which epoch of a run was the best.</summary>
public enum Criterion
{
    /// <summary>The mean loss on the validation data; less is better.</summary>
    ValidationLoss,

    /// <summary>The share of right answers on the validation data; more is better.</summary>
    ValidationAccuracy,
}
