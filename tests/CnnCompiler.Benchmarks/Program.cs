using System.CommandLine;
using CnnCompiler.Benchmarks;

var parsed = new RootCommand("Measures what the compiler makes.") { CompareCommand.Make(), TrainCommand.Make() }.Parse(args);
int code = parsed.Invoke();
return parsed.Errors.Count > 0 ? 2 : code;
