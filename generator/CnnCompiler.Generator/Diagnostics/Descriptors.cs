using Microsoft.CodeAnalysis;

namespace CnnCompiler.Generator.Diagnostics;

/// <summary>Every diagnostic of the compiler; README.md beside this file tells of each in full.</summary>
internal static class Descriptors
{
    private const string Category = "CnnCompiler";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CNN0001", "A model class is not partial",
        "The class {0} has [CnnModel], so the rest of it is generated, but it is not partial: write 'partial class {0}'");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "CNN0002", "A type around a model class is not partial",
        "The type {0} lies around the model class {1}, which is generated inside it, but {0} is not partial: write 'partial' before its keyword");

    public static readonly DiagnosticDescriptor UnsuitableClass = Error(
        "CNN0003", "A class cannot be a model",
        "The class {0} cannot be a model: {1}");

    public static readonly DiagnosticDescriptor LayerOnOtherPart = Error(
        "CNN0004", "A net is declared on two parts of a class",
        "{0} stands on another part of the class {1} than [CnnModel], and parts have no order: move it to the part that has [CnnModel]");

    public static readonly DiagnosticDescriptor NoInput = Error(
        "CNN0005", "A model has no input",
        "The model {0} does not say what goes in: add [Input(height, width, channels)], [Input(length, channels)] or [Input(features)]");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        "CNN0006", "A model has no layers",
        "The model {0} has no layers: write them as attributes after Input, for example [Flatten, Dense(10), Softmax]");

    public static readonly DiagnosticDescriptor InvalidInput = Error(
        "CNN0007", "The input of a model cannot be",
        "{0}");

    public static readonly DiagnosticDescriptor InvalidLayer = Error(
        "CNN0008", "A layer cannot work on what comes in",
        "Layer {0}, {1}: {2}");

    public static readonly DiagnosticDescriptor MemberClash = Error(
        "CNN0009", "A member of a model class has the name of a generated one",
        "{0} is a name that the compiler gives to a member it generates in the model class {1}: rename yours");

    public static readonly DiagnosticDescriptor StrayInput = Warning(
        "CNN0010", "A net is declared on a class that is no model",
        "The class {0} has [Input] but no [CnnModel], so nothing is generated for it: add [CnnModel(\"{0}.safetensors\")], or remove the attributes");

    public static readonly DiagnosticDescriptor InvalidNativeExport = Error(
        "CNN0011", "The names of a native library's functions cannot be",
        "NativeExport is the start of C functions' names, so it must be 1 to 64 ASCII letters, digits and underscores that begin with a letter; found \"{0}\"");

    public static readonly DiagnosticDescriptor UnsuitableNativeExport = Error(
        "CNN0012", "A model cannot have C functions",
        "NativeExport needs a model with one float32 input and one float32 output; {0} has {1}: leave NativeExport out, or cut the model to one of each");

    public static readonly DiagnosticDescriptor NoWeightFile = Warning(
        "CNN0101", "A model's weight file is missing",
        "The weights {0} of {1} are missing, so Predict will throw: make them by training (new Network({1}.Architecture, seed), then Save) or save them " +
        "from PyTorch as safetensors, and list them in the project as <CnnModel Include=\"{0}\" />{2}");

    public static readonly DiagnosticDescriptor UnreadableWeights = Error(
        "CNN0102", "A model's weight file cannot be read",
        "The weights {0} cannot be read: {1}");

    public static readonly DiagnosticDescriptor WeightsDoNotFit = Error(
        "CNN0103", "A model's weight file does not fit the model",
        "The weights {0} do not fit the model {1}: {2}");

    public static readonly DiagnosticDescriptor NoWeightsNamed = Warning(
        "CNN0104", "A model with learned values names no weight file",
        "The model {0} has {1} learned values but names no weight file, so Predict will throw: write [CnnModel(\"{0}.safetensors\")], or give weights to Load");

    public static readonly DiagnosticDescriptor LanguageTooOld = Error(
        "CNN0201", "The C# language version is too low",
        "The code generated for {0} needs C# {1}, but this project compiles C# {2}: target net10.0, or set <LangVersion>{1}</LangVersion>");

    public static readonly DiagnosticDescriptor UnknownAttribute = Error(
        "CNN0202", "A layer is unknown to the compiler",
        "{0} as it is written here is unknown to this version of the compiler: use the runtime and the generator of the same package version");

    public static readonly DiagnosticDescriptor InternalError = Error(
        "CNN0203", "The compiler failed",
        "The compiler failed on {0}, which is a fault of its own, not of the declaration. Please report it with the declaration: {1}: {2}");

    public static readonly DiagnosticDescriptor NoModelFile = Warning(
        "CNN0301", "An ONNX model is missing",
        "The model {0} of {1} is missing, so Predict will throw: put the file there, and list it in the project as <CnnModel Include=\"{0}\" />{2}");

    public static readonly DiagnosticDescriptor UnreadableModel = Error(
        "CNN0302", "An ONNX model cannot be read",
        "The model {0} cannot be read: {1}");

    public static readonly DiagnosticDescriptor UnsupportedOperator = Error(
        "CNN0303", "An ONNX model has an operator that cannot be compiled",
        "The model {0} has an operator that cannot be compiled, {1}: {2}");

    public static readonly DiagnosticDescriptor FreeDimension = Error(
        "CNN0304", "An ONNX model has a free dimension",
        "The model {0} has a free dimension, {1} ({2}), but compiled code needs its length: write [Dimension(\"{1}\", ...)] on the class");

    public static readonly DiagnosticDescriptor UnknownDimension = Error(
        "CNN0305", "A dimension is pinned that the ONNX model does not have",
        "[Dimension] gives {1} a length, but the inputs of the model {0} have no free dimension of that name: {2}");

    public static readonly DiagnosticDescriptor UnsuitableImage = Error(
        "CNN0306", "An image does not fit the ONNX model",
        "[Image] does not fit the model {0}: {1}");

    public static readonly DiagnosticDescriptor StraySetting = Error(
        "CNN0307", "A setting for ONNX models stands on another class",
        "[{0}] is for classes that are a whole ONNX model, [CnnModel(\"....onnx\")] without layers, and {1} is none: remove it, or use [Input]'s own settings");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
