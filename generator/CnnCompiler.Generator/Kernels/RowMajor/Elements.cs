namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The text of elements of tensors and of their indices.</summary>
internal static class Elements
{
    /// <summary>The element at an index; an empty index is the first.</summary>
    public static string At(string tensor, string index) => index.Length == 0 ? tensor : $"Unsafe.Add(ref {tensor}, {index})";

    /// <summary>A reference to the element at an index.</summary>
    public static string Reference(string tensor, string index) => "ref " + At(tensor, index);

    /// <summary>A variable times a constant.</summary>
    public static string Times(string variable, int factor) => factor switch
    {
        0 => "",
        1 => variable,
        _ => $"{(IsSum(variable) ? $"({variable})" : variable)} * {CSharp.Literal(factor)}",
    };

    /// <summary>The sum of terms, empty ones left out; empty where all are.</summary>
    public static string Sum(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0)).Replace("+ -", "- ");

    /// <summary>A sum with a constant.</summary>
    public static string Plus(string term, int summand) => Sum(term, summand == 0 ? "" : CSharp.Literal(summand)) is { Length: > 0 } sum ? sum : "0";

    private static bool IsSum(string text)
    {
        int depth = 0;
        foreach (char c in text)
        {
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (c == ' ' && depth == 0)
                return true;
        }
        return false;
    }
}
