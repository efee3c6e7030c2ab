using System.Globalization;

namespace CnnCompiler.Generator.Weights;

/// <summary>
/// The statements that read one node's tensors and pack them for its kernel, and the length of what they pack. All offsets count float32 values
/// from the start of the node's own section.
/// </summary>
internal sealed class PackingRecipe
{
    private readonly Dictionary<WeightExpression, string> _variables = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _statements = [];

    public IReadOnlyList<string> Statements => _statements;

    /// <summary>The packed length so far.</summary>
    public int Length { get; private set; }

    /// <summary>The variable that holds an expression's values; each expression is computed once.</summary>
    public string Variable(WeightExpression expression)
    {
        if (_variables.TryGetValue(expression, out string known))
            return known;
        string recipe = expression.Recipe([.. expression.Operands.Select(Variable)]);
        string name = expression is Reshaped ? recipe : Claim(expression.Role);
        if (expression is not Reshaped)
            _statements.Add($"ReadOnlySpan<float> {name} = {recipe};");
        return _variables[expression] = name;
    }

    /// <summary>Reserves a stretch and adds the statement that fills it.</summary>
    /// <param name="length">The length of the stretch.</param>
    /// <param name="pack">Makes the statement, given the text of the span to fill.</param>
    /// <returns>Where the stretch begins.</returns>
    public int Pack(int length, Func<string, string> pack)
    {
        int start = Length;
        Length = checked(Length + length);
        _statements.Add(pack($"packed.Slice({CSharp.Literal(start)}, {CSharp.Literal(length)})"));
        return start;
    }

    private string Claim(string role)
    {
        string wanted = Camel(role);
        string name = wanted;
        for (int number = 2; !_names.Add(name); number++)
            name = wanted + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>A tensor's last name as a C# name: running_var becomes runningVar, and what is no plain name becomes tensor.</summary>
    private static string Camel(string role)
    {
        string[] words = role.Split('_').Where(word => word.Length > 0).ToArray();
        if (words.Length == 0 || !words.All(word => word.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9')))
            return "tensor";
        string name = string.Concat(words.Select((word, index) => index == 0
            ? char.ToLowerInvariant(word[0]) + word.Substring(1)
            : char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return role is "weight" or "bias" or "kernel" or "scale" or "shift" || role.Contains('_') && char.IsLetter(name[0]) ? name : "tensor";
    }
}
