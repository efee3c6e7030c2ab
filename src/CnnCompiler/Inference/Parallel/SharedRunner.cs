using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>Runs a compiled net on one input with several threads, which share the pieces of large layers. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedRunner
{
    /// <summary>Parts of a layer for each thread: with one, a thread that comes late would be waited for.</summary>
    private const int PartsOfAThread = 3;

    /// <summary>Computes one output on the calling thread and threads of the pool. The calling thread keeps scratch memory for each of them.</summary>
    public static void Run<TModel>(ReadOnlySpan<float> input, Span<float> output, int degreeOfParallelism, Workspace workspace, PackedWeights weights)
        where TModel : struct, ISharedModel
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        ModelGuard.Check(input, TModel.InputLength, output, TModel.OutputLength, workspace, TModel.ScratchBytes);
        Work<TModel>.OfThread.Run(input, output, degreeOfParallelism, workspace, weights);
    }

    private sealed unsafe class Work<TModel> : PoolWork
        where TModel : struct, ISharedModel
    {
        [ThreadStatic]
        private static Work<TModel>? s_ofThread;

        private Workspace?[] _memory = [];
        private Workspace? _workspace;
        private PackedWeights? _weights;
        private float* _input;
        private float* _output;
        private int _step;
        private int _pieces;
        private int _parts;

        public static Work<TModel> OfThread => s_ofThread ??= new Work<TModel>();

        public void Run(ReadOnlySpan<float> input, Span<float> output, int workers, Workspace workspace, PackedWeights weights)
        {
            // More threads than the finest layer has pieces would never find one.
            int most = 1;
            for (int step = 0; step < TModel.StepCount; step++)
                most = Math.Max(most, TModel.PiecesOf(step));
            workers = Math.Min(workers, most);
            if (_memory.Length < workers)
                Array.Resize(ref _memory, workers);
            for (int worker = 0; worker < workers; worker++)
                _memory[worker] ??= new Workspace(TModel.TemporaryBytes);
            fixed (float* first = input)
            fixed (float* target = output)
            {
                _input = first;
                _output = target;
                (_workspace, _weights) = (workspace, weights);
                try
                {
                    for (_step = 0; _step < TModel.StepCount; _step++)
                        RunStep(workers);
                }
                finally
                {
                    _input = _output = null;
                    (_workspace, _weights) = (null, null);
                }
            }
        }

        protected override void Run(int part, int worker) => TModel.Run(
            _step, (int)((long)part * _pieces / _parts), (int)((part + 1L) * _pieces / _parts), ref *_input, ref *_output, ref _workspace!.First,
            ref _memory[worker]!.First, ref _weights!.First);

        private void RunStep(int workers)
        {
            _pieces = TModel.PiecesOf(_step);
            _parts = workers == 1 ? 1 : Math.Min(_pieces, PartsOfAThread * workers);
            if (_parts == 1)
                Run(0, 0);
            else
                Share(_parts, workers);
        }
    }
}
