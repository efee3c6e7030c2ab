using System.Text.Json;
using CnnCompiler.Conformance.Cases;
using CnnCompiler.Conformance.WholeModels;

namespace CnnCompiler.Conformance.Workers;

/// <summary>
/// The process that compiles and runs. It is one of its own because compiled models work on memory without bounds: what a wrong one breaks is then not the
/// report, and time and memory can be limited from outside.
/// </summary>
internal static class Worker
{
    /// <summary>The argument that makes the program a worker.</summary>
    public const string Command = "worker";

    /// <summary>Does a job.</summary>
    /// <param name="input">The job as one line of JSON.</param>
    /// <param name="output">Takes the messages.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(TextReader input, TextWriter output)
    {
        var job = JsonSerializer.Deserialize<Job>(input.ReadLine() ?? "") ?? throw new InvalidDataException("A worker is given its job on its standard input.");
        for (int first = 0; first < job.Subjects.Count;)
        {
            var batch = NextBatch(job, first);
            Tell(output, new Message(MessageKind.Compiling, first, batch.Count, null));
            var runs = batch[0].IsModel ? [() => ModelRun.Compare(batch[0])] : CaseRun.Compile(batch);
            foreach (var run in runs)
            {
                Tell(output, new Message(MessageKind.Running, first, 1, null));
                Tell(output, new Message(MessageKind.Done, first, 1, run()));
                first++;
            }
        }
        return 0;
    }

    /// <summary>The next cases, or one model.</summary>
    private static IReadOnlyList<Subject> NextBatch(Job job, int first) => job.Subjects[first].IsModel
        ? [job.Subjects[first]]
        : [.. job.Subjects.Skip(first).TakeWhile(subject => !subject.IsModel).Take(job.BatchLength)];

    private static void Tell(TextWriter output, Message message)
    {
        output.WriteLine(message.ToLine());
        output.Flush();
    }
}
