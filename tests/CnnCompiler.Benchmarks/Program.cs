using System.CommandLine;
using CnnCompiler.Benchmarks;

// Before the command line's own code is compiled.
if (args is [FirstPrediction.ChildWord, .. { Length: 4 } words])
    return FirstPrediction.Measure(words);
var parsed = new RootCommand("Measures what the compiler makes.") { CompareCommand.Make(), FirstCommand.Make(), TrainCommand.Make() }.Parse(args);
int code = parsed.Invoke();
return parsed.Errors.Count > 0 ? 2 : code;
