using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Einsum: names of axes, and an ellipsis for those that all operands broadcast.</summary>
internal static class Einsums
{
    public static void Register(OperatorTable table) => table.Add("Einsum", Einsum);

    private static Value Einsum(ImportSite site)
    {
        string equation = string.Concat(site.Text("equation", "").Where(letter => letter != ' '));
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? equation : equation.Substring(0, arrow)).Split(',');
        var operands = site.Inputs();
        if (terms.Length != operands.Length)
            throw new OnnxException(FormattableString.Invariant($"expected a term for each of {operands.Length} operands in {ImportSite.Quote(equation)}; found {terms.Length}"));
        if (operands.Any(operand => operand.Type.Element != operands[0].Type.Element))
            throw new OnnxException($"expected operands of one type; found {string.Join(", ", operands.Select(operand => operand.Type))}");
        // Axes of the ellipsis are counted from the last, and called by small numbers.
        int spread = terms.Select((term, index) => term.Contains("...") ? operands[index].Type.Rank - (term.Length - 3) : 0).Max();
        string[][] axes = [.. terms.Select((term, index) => Names(term, term.Contains("...") ? operands[index].Type.Rank - (term.Length - 3) : 0, equation))];
        string[] result = arrow >= 0 ? Names(equation.Substring(arrow + 2), spread, equation)
            : [.. Numbered(spread), .. axes.SelectMany(names => names).Where(name => !char.IsDigit(name[0])).GroupBy(name => name)
                .Where(group => group.Count() == 1).Select(group => group.Key).OrderBy(name => name, StringComparer.Ordinal)];
        string[] all = [.. axes.SelectMany(names => names).Distinct()];
        if (result.Distinct().Count() != result.Length || result.Any(name => !all.Contains(name)))
            throw new OnnxException($"expected each axis of the result once, and in an operand; found {ImportSite.Quote(equation)}");
        int[] lengths = [.. all.Select(_ => 1)];
        for (int index = 0; index < operands.Length; index++)
        {
            if (axes[index].Length != operands[index].Type.Rank)
                throw new OnnxException($"expected a name for each axis of {operands[index].Type}; found {ImportSite.Quote(terms[index])}");
            for (int axis = 0; axis < axes[index].Length; axis++)
            {
                int name = Array.IndexOf(all, axes[index][axis]);
                int length = operands[index].Type.Shape[axis];
                if (lengths[name] != length && lengths[name] != 1 && length != 1)
                    throw new OnnxException(FormattableString.Invariant($"expected one length for the axis {all[name]} of {ImportSite.Quote(equation)}; found {lengths[name]} and {length}"));
                lengths[name] = lengths[name] == 1 ? length : lengths[name];
            }
        }
        return site.Add(
            new Einsum(axes.Select(names => Places(names)).ToEquatableArray(), Places(result), lengths.ToEquatableArray()), operands);

        EquatableArray<int> Places(IEnumerable<string> names) => names.Select(name => Array.IndexOf(all, name)).ToEquatableArray();
    }

    private static string[] Names(string term, int spread, string equation)
    {
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? term : term.Remove(dots, 3);
        if (spread < 0 || letters.Any(letter => letter is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z')))
            throw new OnnxException($"expected letters as the names of axes; found {ImportSite.Quote(equation)}");
        IEnumerable<string> names = letters.Select(letter => letter.ToString());
        return dots < 0 ? [.. names] : [.. names.Take(dots), .. Numbered(spread), .. names.Skip(dots)];
    }

    private static IEnumerable<string> Numbered(int spread) => Enumerable.Range(0, spread).Select(axis => CSharp.Literal(spread - 1 - axis));
}
