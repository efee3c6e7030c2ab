using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>Runs a compiled net on one input with several threads, which share the pieces of large layers. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedRunner
{
    /// <summary>
    /// Parts of a layer of many pieces for each thread: with one, a thread that comes late would be waited for. Measured with two threads on 1x1
    /// convolutions of 14x14x256, 33 pieces each: 578 us with three parts, 566 with eight; on separable ones of 56x56x64, 56 pieces: 738 and 692.
    /// </summary>
    private const int PartsOfAThread = 8;

    /// <summary>
    /// The same for layers of fewer pieces than fill those parts twice: Winograd's rows of tiles, whose strips are cut short at the end of a part, and each strip
    /// reads the layer's weights. On 56x56x64, 14 pieces each of three layers: 1250 us with three parts, 1410 with eight.
    /// </summary>
    private const int FewPartsOfAThread = 3;

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
            _parts = workers == 1 ? 1 : Math.Min(_pieces, workers * (_pieces < 2 * PartsOfAThread * workers ? FewPartsOfAThread : PartsOfAThread));
            if (_parts == 1)
                Run(0, 0);
            else
                Share(_parts, workers);
        }
    }
}
