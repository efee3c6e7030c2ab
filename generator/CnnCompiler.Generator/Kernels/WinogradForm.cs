using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// One direction of Winograd's algorithm F(m, r): m outputs of r taps from m + r - 1 products, which are values of polynomials at pairs of points
/// +-p, at infinity and, where that makes an even number, at 0 (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). Every factor is exact in float32.
/// </summary>
/// <param name="Kernel">Taps.</param>
/// <param name="Inputs">Inputs of a tile, which are as many as its products: 4, 6, 7 or 8.</param>
internal readonly record struct WinogradForm(int Kernel, int Inputs)
{
    private const int FewestInputs = 6;
    private const int MostInputs = 8;

    /// <summary>
    /// The pairs of points, as in the runtime's WinogradKernel. Largest error of two directions in units of the largest output, 12 and 30 channels of
    /// normally distributed values and weights: 0.9e-6 for F(4, 3) and 0.6e-6 for F(2, 5) with 3/4 and 3/2 (2.0e-6 with the usual 1 and 2), 3.5e-6 for
    /// F(4, 5) and 7.0e-6 for F(3, 6) with 1/2, 1 and 7/4, which are the best of all triples of eighths. Ten points and more lose another digit.
    /// Three pairs without 0 are far better than with it: medians and largest of 40 layers 1.4e-6 and 2.9e-6 for F(5, 3) and 8 channels, 1.9e-6 and 2.9e-6
    /// for 30, less for larger kernels; eight points have 3.4e-6 and 6.4e-6, 5.1e-6 and 1.1e-5 for F(6, 3). These too are the best triple of eighths.
    /// </summary>
    private static readonly float[] PointsOfFour = [1];

    private static readonly float[] PointsOfSix = [0.75f, 1.5f];

    private static readonly float[] PointsOfSeven = [0.375f, 0.875f, 1.75f];

    private static readonly float[] PointsOfEight = [0.5f, 1, 1.75f];

    /// <summary>Outputs of a tile.</summary>
    public int Outputs => Inputs - Kernel + 1;

    private float[] Points => Inputs switch { 4 => PointsOfFour, 6 => PointsOfSix, 7 => PointsOfSeven, _ => PointsOfEight };

    /// <summary>Whether 0 is a point: its product comes first.</summary>
    private bool HasZero => Inputs % 2 == 0;

    /// <summary>Arithmetic, loads and stores of the transform of one tile's inputs in this direction; memory was measured to count a third.</summary>
    public int InputCost => Inputs switch { 4 => 8, 6 => 18, 7 => 25, _ => 33 };

    /// <summary>The same for its outputs.</summary>
    public int OutputCost => Points.Length * (Outputs + 2) + (Inputs + Outputs) * 2 / 5;

    /// <summary>Multiply-adds of the transform of a tile's outputs; additions have execution units of their own.</summary>
    public int OutputProducts => Points.Count(point => point != 1) * (Outputs - 1);

    /// <summary>
    /// The forms for a kernel of so many taps. In two directions, eight products of 3 taps would save a ninth more than six, and have four times the error.
    /// </summary>
    public static IEnumerable<WinogradForm> For(int kernel, bool oneDirection = false)
    {
        if (kernel < 3)
            yield break;
        for (int inputs = Math.Max(FewestInputs, kernel + 1); inputs <= MostInputs; inputs++)
            if (oneDirection ? inputs != 7 : inputs < MostInputs || kernel > 3)
                yield return new WinogradForm(kernel, inputs);
    }

    /// <summary>
    /// The forms for a kernel of so many taps in one direction whose products can be held in registers for two outputs side by side. F(2, 5) on 28x28 with
    /// one channel took 1.97 us where F(4, 5) with stored products takes 1.78.
    /// </summary>
    public static IEnumerable<WinogradForm> InRegisters(int kernel) =>
        kernel == 3 ? [new WinogradForm(kernel, 4), new WinogradForm(kernel, FewestInputs)] : [];

    /// <summary>
    /// Whether two directions go together: eight products with six only. F(4, 5) in one direction and F(2, 5) in the other have an error of 1.6e-6 to 2.3e-6.
    /// </summary>
    public bool GoesWith(WinogradForm other) => Inputs + other.Inputs <= FewestInputs + MostInputs;

    /// <summary>Writes the statements that make the values v0, v1, ... of the inputs d0, d1, ...: products of all (x - p) but one.</summary>
    public void WriteInput(CodeWriter code)
    {
        int last = Inputs - 1;
        float[] all = Polynomial(Points);
        int zero = HasZero ? 1 : 0;
        if (HasZero)
            code.Line($"var v0 = {Horner(all, 0)};");
        code.Line($"var v{Literal(last)} = {Horner(all, zero)};");
        for (int pair = 0; pair < Points.Length; pair++)
        {
            float point = Points[pair];
            float[] others = Polynomial([.. Points.Where(other => other != point)]);
            string suffix = pair == 0 ? "" : Literal(pair + 1);
            string shared = (HasZero ? "even" : "odd") + suffix;
            string signed = (HasZero ? "odd" : "even") + suffix;
            code.Line($"var {shared} = {Horner(others, zero + 1)};");
            code.Line($"var {signed} = {Scaled(others, point, zero)};");
            code.Line($"var v{Literal(zero + 2 * pair)} = V.Add({shared}, {signed});");
            code.Line($"var v{Literal(zero + 2 * pair + 1)} = V.Subtract({shared}, {signed});");
        }
    }

    /// <summary>Writes the statements that make the outputs r0, r1, ... of the products m0, m1, ...</summary>
    /// <param name="code">The place to write.</param>
    /// <param name="row">What follows the names of the variables.</param>
    public void WriteOutput(CodeWriter code, string row = "")
    {
        int zero = HasZero ? 1 : 0;
        for (int pair = 1; pair <= Points.Length; pair++)
        {
            string plus = $"m{Literal(zero + 2 * pair - 2)}{row}";
            string minus = $"m{Literal(zero + 2 * pair - 1)}{row}";
            code.Line($"var s{Literal(pair)}{row} = V.Add({plus}, {minus});");
            code.Line($"var t{Literal(pair)}{row} = V.Subtract({plus}, {minus});");
        }
        for (int output = 0; output < Outputs; output++)
        {
            string sum = output == 0 && HasZero ? $"m0{row}" : output == Outputs - 1 ? $"m{Literal(Inputs - 1)}{row}" : "";
            for (int pair = Points.Length; pair >= 1; pair--)
                sum = Fused(Power(Points[pair - 1], output), $"{(output % 2 == 0 ? "s" : "t")}{Literal(pair)}{row}", sum);
            code.Line($"var r{Literal(output)}{row} = {sum};");
        }
    }

    /// <summary>The coefficients of the product of all (x^2 - p^2), the lowest first.</summary>
    private static float[] Polynomial(float[] points)
    {
        float[] product = [1];
        foreach (float point in points)
        {
            float[] next = new float[product.Length + 1];
            for (int power = 0; power < product.Length; power++)
            {
                next[power] -= point * point * product[power];
                next[power + 1] += product[power];
            }
            product = next;
        }
        return product;
    }

    /// <summary>The inputs from one on, every other, times the coefficients of which the last is 1.</summary>
    private static string Horner(float[] factors, int first)
    {
        string sum = $"d{Literal(first + 2 * (factors.Length - 1))}";
        for (int index = 0; index < factors.Length - 1; index++)
            sum = Fused(factors[index], $"d{Literal(first + 2 * index)}", sum);
        return sum;
    }

    private static string Scaled(float[] factors, float scale, int first)
    {
        string sum = "";
        for (int index = 0; index < factors.Length; index++)
            sum = Fused(scale * factors[index], $"d{Literal(first + 2 * index)}", sum);
        return sum;
    }

    private static string Fused(float factor, string value, string addend)
    {
        if (addend.Length == 0)
            return factor == 1 ? value : $"V.Multiply({Literal(factor)}, {value})";
        if (factor == -1)
            return $"V.Subtract({addend}, {value})";
        return factor == 1 ? $"V.Add({value}, {addend})" : $"V.MultiplyAdd({Literal(factor)}, {value}, {addend})";
    }

    private static float Power(float value, int exponent)
    {
        float power = 1;
        for (int factor = 0; factor < exponent; factor++)
            power *= value;
        return power;
    }
}
