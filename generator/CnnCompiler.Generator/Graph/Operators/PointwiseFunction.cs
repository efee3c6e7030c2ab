namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// The functions of one value, or of one value from each operand, in the words of the ONNX standard where it has them. Numbers in brackets are the
/// parameters that a <see cref="Pointwise"/> holds for them, in this order.
/// </summary>
internal enum PointwiseFunction
{
    Identity,

    /// <summary>A change of the element type. Towards whole numbers the fraction is cut off.</summary>
    Cast,

    // Of two operands or more.
    Add,
    Subtract,
    Multiply,
    Divide,

    /// <summary>The result has the type of the base.</summary>
    Power,

    /// <summary>The remainder with the sign of the divisor.</summary>
    Modulo,

    /// <summary>The remainder with the sign of the dividend, as C's fmod.</summary>
    Remainder,
    Minimum,
    Maximum,
    Mean,

    /// <summary>x, or x * slope below zero; operands x, slope.</summary>
    PRelu,

    /// <summary>Operands condition, value where it holds, value where not.</summary>
    Where,

    /// <summary>min(max(x, low), high); operands x, low, high, or x alone with [low, high].</summary>
    Clip,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Xor,
    BitwiseAnd,
    BitwiseOr,
    BitwiseXor,

    /// <summary>Towards higher bits; of numbers without a sign.</summary>
    ShiftLeft,

    /// <summary>Towards lower bits; of numbers without a sign.</summary>
    ShiftRight,

    // Of one operand.
    Not,
    BitwiseNot,
    Abs,
    Negate,
    Sign,
    Ceiling,
    Floor,

    /// <summary>To the nearest whole number, halves to the even one.</summary>
    Round,
    SquareRoot,
    Reciprocal,
    Exp,
    Log,
    Erf,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    IsNaN,

    /// <summary>[1 where negative infinity counts, 1 where positive infinity counts]</summary>
    IsInfinity,
    Relu,

    /// <summary>[alpha]</summary>
    LeakyRelu,

    /// <summary>[alpha]</summary>
    ThresholdedRelu,

    /// <summary>[alpha]</summary>
    Elu,

    /// <summary>[alpha]</summary>
    Celu,

    /// <summary>[alpha, gamma]</summary>
    Selu,
    Sigmoid,

    /// <summary>[alpha, beta]</summary>
    HardSigmoid,
    HardSwish,
    Mish,

    /// <summary>x * sigmoid(alpha * x); [alpha]</summary>
    Swish,
    Softplus,
    Softsign,

    /// <summary>x / 2 * (1 + erf(x / sqrt 2)).</summary>
    Gelu,

    /// <summary>The approximation of Gelu with a hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary>min(max(round(x / scale), low), high) * scale; [scale, low, high]</summary>
    RoundToScale,

    /// <summary>[bias, lambda]</summary>
    Shrink,
}
