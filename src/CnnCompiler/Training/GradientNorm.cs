namespace CnnCompiler.Training;

/// <summary>The length of all gradients taken together, and its limit.</summary>
/// <remarks>Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.</remarks>
internal static class GradientNorm
{
    /// <summary>Makes all gradients smaller by one factor where their length exceeds the limit, as PyTorch's <c>clip_grad_norm_</c> does.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="limit">The greatest length.</param>
    /// <returns>The length before.</returns>
    public static double Clip(IReadOnlyList<Parameter> parameters, float limit)
    {
        double sum = 0;
        for (int index = 0; index < parameters.Count; index++)
            foreach (float gradient in parameters[index].Gradients)
                sum += (double)gradient * gradient;
        double length = Math.Sqrt(sum);
        float factor = (float)(limit / (length + 1e-6));
        if (factor < 1)
            for (int index = 0; index < parameters.Count; index++)
                foreach (ref float gradient in parameters[index].EditGradients())
                    gradient *= factor;
        return length;
    }
}
