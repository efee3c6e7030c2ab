using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>Runs compiled nets on several inputs, block by block, on one thread or several. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchRunner
{
    /// <summary>Computes all inputs on the calling thread, with scratch memory that it keeps.</summary>
    public static void Run<TModel>(ReadOnlySpan<float> inputs, Span<float> outputs, int count, PackedWeights weights)
        where TModel : struct, IBatchedModel
    {
        ModelGuard.CheckBatch(inputs, outputs, count, TModel.InputLength, TModel.OutputLength);
        Run<TModel>(ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), count, weights);
    }

    /// <summary>The same for memory outside .NET, which may be longer than a span; whoever calls has checked it.</summary>
    public static unsafe void Run<TModel>(nint inputs, nint outputs, int count, PackedWeights weights)
        where TModel : struct, IBatchedModel => Run<TModel>(ref *(float*)inputs, ref *(float*)outputs, count, weights);

    private static void Run<TModel>(ref float inputs, ref float outputs, int count, PackedWeights weights)
        where TModel : struct, IBatchedModel
    {
        ref float scratch = ref Work<TModel>.OfThread.Memory(0).First;
        for (int first = 0; first < count; first += TModel.BlockLength)
            TModel.Run(
                Math.Min(TModel.BlockLength, count - first), ref Unsafe.Add(ref inputs, (nint)first * TModel.InputLength),
                ref Unsafe.Add(ref outputs, (nint)first * TModel.OutputLength), ref scratch, ref weights.First);
    }

    /// <summary>Computes all inputs on the calling thread and threads of the pool. The calling thread keeps scratch memory for each of them.</summary>
    public static void Run<TModel>(ReadOnlySpan<float> inputs, Span<float> outputs, int count, int degreeOfParallelism, PackedWeights weights)
        where TModel : struct, IBatchedModel
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        ModelGuard.CheckBatch(inputs, outputs, count, TModel.InputLength, TModel.OutputLength);
        if (count > 0)
            Work<TModel>.OfThread.Run(inputs, outputs, count, degreeOfParallelism, weights);
    }

    private sealed unsafe class Work<TModel> : PoolWork
        where TModel : struct, IBatchedModel
    {
        [ThreadStatic]
        private static Work<TModel>? s_ofThread;

        private Workspace?[] _memory = new Workspace?[1];
        private PackedWeights? _weights;
        private float* _inputs;
        private float* _outputs;
        private int _count;
        private int _block;

        /// <summary>The calling thread's own, with its memory.</summary>
        public static Work<TModel> OfThread => s_ofThread ??= new Work<TModel>();

        public Workspace Memory(int worker) => _memory[worker] ??= new Workspace(TModel.ScratchBytes);

        public void Run(ReadOnlySpan<float> inputs, Span<float> outputs, int count, int workers, PackedWeights weights)
        {
            // Every worker gets a block, where there are enough inputs for that.
            int block = Math.Min(TModel.BlockLength, (count - 1) / workers + 1);
            int parts = (count - 1) / block + 1;
            workers = Math.Min(workers, parts);
            if (_memory.Length < workers)
                Array.Resize(ref _memory, workers);
            for (int worker = 0; worker < workers; worker++)
                Memory(worker);
            fixed (float* first = inputs)
            fixed (float* target = outputs)
            {
                _inputs = first;
                _outputs = target;
                (_weights, _count, _block) = (weights, count, block);
                try
                {
                    Share(parts, workers);
                }
                finally
                {
                    _inputs = _outputs = null;
                    _weights = null;
                }
            }
        }

        protected override void Run(int part, int worker)
        {
            int first = part * _block;
            TModel.Run(
                Math.Min(_block, _count - first), ref _inputs[(nint)first * TModel.InputLength], ref _outputs[(nint)first * TModel.OutputLength],
                ref _memory[worker]!.First, ref _weights!.First);
        }
    }
}
